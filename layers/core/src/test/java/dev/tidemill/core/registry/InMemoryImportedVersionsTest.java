package dev.tidemill.core.registry;

class InMemoryImportedVersionsTest extends ImportedVersionsSuite {
    @Override
    protected Registry registry() {
        return new InMemoryRegistry();
    }
}
