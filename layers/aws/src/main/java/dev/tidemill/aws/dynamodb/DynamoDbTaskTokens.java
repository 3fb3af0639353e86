package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.training.TaskTokens;
import java.util.Optional;

/** Task tokens beside the executions that wait under them. */
public final class DynamoDbTaskTokens implements TaskTokens {
    private static final String SK = "task-token";

    private final Table table;

    DynamoDbTaskTokens(Table table) {
        this.table = table;
    }

    @Override
    public void claim(Workspace workspace, String executionId, String taskToken) {
        table.put(new ItemWriter(ExecutionItems.pk(workspace, executionId), SK)
                .text("token", taskToken)
                .build());
    }

    @Override
    public Optional<String> find(Workspace workspace, String executionId) {
        return table.get(ExecutionItems.pk(workspace, executionId), SK).map(item -> item.text("token"));
    }
}
