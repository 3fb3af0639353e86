package dev.tidemill.aws.dynamodb;

import dev.tidemill.contract.Json;
import dev.tidemill.core.lifecycle.Executions;
import dev.tidemill.core.lifecycle.ExecutionsSuite;
import java.util.List;
import java.util.stream.Stream;

class DynamoDbExecutionsTest extends ExecutionsSuite {
    private final String table = LocalDynamoDb.table();

    @Override
    protected Executions executions() {
        return new LifecycleTable(LocalDynamoDb.CLIENT, table, LocalDynamoDb.BACKOFF).executions();
    }

    @Override
    protected List<String> outbox(Executions executions) {
        return LocalDynamoDb.CLIENT.scan(request -> request.tableName(table)).items().stream()
                .flatMap(item -> Stream.ofNullable(item.get("event")))
                .map(event -> Json.parse(event.s()).path("id").asText())
                .toList();
    }
}
