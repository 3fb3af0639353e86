package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.training.TaskTokens;
import dev.tidemill.core.training.TaskTokensSuite;

class DynamoDbTaskTokensTest extends TaskTokensSuite {
    @Override
    protected TaskTokens tokens() {
        return new LifecycleTable(LocalDynamoDb.CLIENT, LocalDynamoDb.table(), LocalDynamoDb.BACKOFF).taskTokens();
    }
}
