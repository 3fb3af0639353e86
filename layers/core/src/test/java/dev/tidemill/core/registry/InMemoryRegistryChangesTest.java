package dev.tidemill.core.registry;

class InMemoryRegistryChangesTest extends RegistryChangesSuite {
    @Override
    protected Registry registry() {
        return new InMemoryRegistry();
    }

    @Override
    protected int histories() {
        return 1000;
    }
}
