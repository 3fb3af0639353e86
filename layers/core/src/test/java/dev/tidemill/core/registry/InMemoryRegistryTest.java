package dev.tidemill.core.registry;

class InMemoryRegistryTest extends RegistrySuite {
    @Override
    protected Registry registry() {
        return new InMemoryRegistry();
    }
}
