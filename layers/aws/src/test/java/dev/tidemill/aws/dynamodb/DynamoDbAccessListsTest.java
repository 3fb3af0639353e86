package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.access.AccessLists;
import dev.tidemill.core.access.AccessListsSuite;

class DynamoDbAccessListsTest extends AccessListsSuite {
    @Override
    protected AccessLists lists() {
        return new DynamoDbAccessLists(LocalDynamoDb.CLIENT, LocalDynamoDb.table(), LocalDynamoDb.BACKOFF);
    }
}
