package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.feature.OnlineStore;
import dev.tidemill.core.feature.OnlineStoreSuite;

class DynamoDbOnlineStoreTest extends OnlineStoreSuite {
    @Override
    protected OnlineStore store() {
        return new DynamoDbOnlineStore(LocalDynamoDb.CLIENT, LocalDynamoDb.unsortedTable(), LocalDynamoDb.BACKOFF);
    }
}
