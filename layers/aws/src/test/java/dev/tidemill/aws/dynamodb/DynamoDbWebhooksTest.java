package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.webhook.Webhooks;
import dev.tidemill.core.webhook.WebhooksSuite;

class DynamoDbWebhooksTest extends WebhooksSuite {
    @Override
    protected Webhooks webhooks() {
        return new DynamoDbWebhooks(LocalDynamoDb.CLIENT, LocalDynamoDb.table(), LocalDynamoDb.BACKOFF);
    }
}
