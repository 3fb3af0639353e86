package dev.tidemill.core.lifecycle;

class InMemoryTriggersTest extends TriggersSuite {
    @Override
    protected Triggers triggers() {
        return new InMemoryTriggers();
    }
}
