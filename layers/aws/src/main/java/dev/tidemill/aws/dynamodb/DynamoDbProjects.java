package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.lifecycle.Projects;
import dev.tidemill.core.lifecycle.Revision;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/** Projects, each with an item that names its latest revision. */
public final class DynamoDbProjects implements Projects {
    private static final String SK = "project";
    private static final long FORMAT = 1;
    private static final int PAGE = 500;

    private final Table table;

    DynamoDbProjects(Table table) {
        this.table = table;
    }

    @Override
    public boolean push(Revision revision) {
        EnhancedDocument project = project(revision);
        return table.until("push of " + revision.project(), () -> {
            if (find(revision.workspace(), revision.project(), revision.id()).isPresent()) {
                table.put(project);
                return Optional.of(false);
            }
            boolean fresh = table.transact(
                    List.of(new Table.Write(write(revision), Table.ABSENT), new Table.Write(project, null)));
            return fresh ? Optional.of(true) : Optional.empty();
        });
    }

    @Override
    public Optional<Revision> latest(Workspace workspace, String project) {
        return table.get(pk(workspace, project), SK).flatMap(item -> find(workspace, project, item.text("latest")));
    }

    @Override
    public Optional<Revision> find(Workspace workspace, String project, String id) {
        return table.get(pk(workspace, project), revisionSk(id)).map(DynamoDbProjects::read);
    }

    @Override
    public List<String> list(Workspace workspace) {
        return table.queryIndex(listPk(workspace), true, PAGE, null)
                .map(item -> item.text("project"))
                .toList();
    }

    private static EnhancedDocument project(Revision revision) {
        return new ItemWriter(pk(revision.workspace(), revision.project()), SK)
                .listed(listPk(revision.workspace()), revision.project())
                .number("format", FORMAT)
                .text("project", revision.project())
                .text("latest", revision.id())
                .build();
    }

    private static EnhancedDocument write(Revision revision) {
        return new ItemWriter(pk(revision.workspace(), revision.project()), revisionSk(revision.id()))
                .number("format", FORMAT)
                .text("workspace", revision.workspace().name())
                .text("project", revision.project())
                .text("id", revision.id())
                .text("key", revision.key())
                .text("commit", revision.commit())
                .bool("dirty", revision.dirty())
                .instant("pushedAt", revision.pushedAt())
                .text("pushedBy", revision.pushedBy())
                .build();
    }

    private static Revision read(ItemReader item) {
        item.format(FORMAT);
        return new Revision(
                new Workspace(item.text("workspace")),
                item.text("project"),
                item.text("id"),
                item.text("key"),
                item.optionalText("commit"),
                item.bool("dirty"),
                item.instant("pushedAt"),
                item.text("pushedBy"));
    }

    private static String pk(Workspace workspace, String project) {
        return workspace.name() + "#project#" + project;
    }

    private static String revisionSk(String id) {
        return "revision#" + id;
    }

    private static String listPk(Workspace workspace) {
        return workspace.name() + "#projects";
    }
}
