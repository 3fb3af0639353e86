package dev.tidemill.core.storage;

class InMemoryObjectStoreTest extends ObjectStoreSuite {
    @Override
    protected ObjectStore store() {
        return new InMemoryObjectStore("artifacts");
    }
}
