package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.webhook.Deliveries;
import dev.tidemill.core.webhook.DeliveriesSuite;

class DynamoDbDeliveriesTest extends DeliveriesSuite {
    @Override
    protected Deliveries deliveries() {
        return new DynamoDbDeliveries(LocalDynamoDb.CLIENT, LocalDynamoDb.table(), LocalDynamoDb.BACKOFF);
    }
}
