package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.lifecycle.Triggers;
import dev.tidemill.core.lifecycle.TriggersSuite;

class DynamoDbTriggersTest extends TriggersSuite {
    @Override
    protected Triggers triggers() {
        return new LifecycleTable(LocalDynamoDb.CLIENT, LocalDynamoDb.table(), LocalDynamoDb.BACKOFF).triggers();
    }
}
