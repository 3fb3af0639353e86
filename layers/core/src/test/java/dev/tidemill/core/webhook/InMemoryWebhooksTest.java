package dev.tidemill.core.webhook;

class InMemoryWebhooksTest extends WebhooksSuite {
    @Override
    protected Webhooks webhooks() {
        return new InMemoryWebhooks();
    }
}
