package dev.tidemill.core.feature;

class InMemoryOnlineStoreTest extends OnlineStoreSuite {
    @Override
    protected OnlineStore store() {
        return new InMemoryOnlineStore();
    }
}
