package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.lifecycle.IdempotencyStore;
import dev.tidemill.core.lifecycle.IdempotencyStoreSuite;

class DynamoDbIdempotencyStoreTest extends IdempotencyStoreSuite {
    @Override
    protected IdempotencyStore store() {
        return new LifecycleTable(LocalDynamoDb.CLIENT, LocalDynamoDb.table(), LocalDynamoDb.BACKOFF)
                .idempotencyStore();
    }
}
