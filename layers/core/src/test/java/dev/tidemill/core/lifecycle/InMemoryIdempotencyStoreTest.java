package dev.tidemill.core.lifecycle;

class InMemoryIdempotencyStoreTest extends IdempotencyStoreSuite {
    @Override
    protected IdempotencyStore store() {
        return new InMemoryIdempotencyStore();
    }
}
