package dev.tidemill.core.webhook;

class InMemoryDeliveriesTest extends DeliveriesSuite {
    @Override
    protected Deliveries deliveries() {
        return new InMemoryDeliveries();
    }
}
