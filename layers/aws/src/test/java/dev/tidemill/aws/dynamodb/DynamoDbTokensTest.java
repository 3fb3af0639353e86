package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.access.Tokens;
import dev.tidemill.core.access.TokensSuite;

class DynamoDbTokensTest extends TokensSuite {
    @Override
    protected Tokens tokens() {
        return new LifecycleTable(LocalDynamoDb.CLIENT, LocalDynamoDb.table(), LocalDynamoDb.BACKOFF).tokens();
    }
}
