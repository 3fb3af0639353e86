package dev.tidemill.aws.dynamodb;

import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.lifecycle.ExecutionStatus;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/** How an execution lies in the lifecycle table. */
final class ExecutionItems {
    static final String SK = "execution";
    private static final long FORMAT = 1;

    private ExecutionItems() {}

    static String pk(Workspace workspace, String id) {
        return workspace.name() + "#x#" + id;
    }

    static String listPk(Workspace workspace, String project) {
        return workspace.name() + "#" + project + "#executions";
    }

    static String listSk(String startedAt, String id) {
        return startedAt + "#" + id;
    }

    static EnhancedDocument write(Execution execution) {
        Problem problem = execution.problem();
        return new ItemWriter(pk(execution.workspace(), execution.id()), SK)
                .listed(
                        listPk(execution.workspace(), execution.project()),
                        listSk(SortableTime.of(execution.startedAt()), execution.id()))
                .number("format", FORMAT)
                .text("workspace", execution.workspace().name())
                .text("id", execution.id())
                .text("project", execution.project())
                .text("kind", execution.kind().word())
                .text("revision", execution.revision())
                .text("request", execution.request())
                .text("status", execution.status().name())
                .text("result", execution.result())
                .text("problem", problem == null ? null : Json.write(problem))
                .instant("startedAt", execution.startedAt())
                .instant("endedAt", execution.endedAt())
                .text("correlationId", execution.correlationId())
                .texts("causationIds", execution.causationIds())
                .build();
    }

    static Execution read(ItemReader item) {
        item.format(FORMAT);
        String problem = item.optionalText("problem");
        return new Execution(
                new Workspace(item.text("workspace")),
                item.text("id"),
                item.text("project"),
                ExecutionKind.of(item.text("kind")),
                item.text("revision"),
                item.text("request"),
                ExecutionStatus.valueOf(item.text("status")),
                item.optionalText("result"),
                problem == null ? null : Json.read(problem, Problem.class),
                item.instant("startedAt"),
                item.optionalInstant("endedAt"),
                item.text("correlationId"),
                item.texts("causationIds"));
    }
}
