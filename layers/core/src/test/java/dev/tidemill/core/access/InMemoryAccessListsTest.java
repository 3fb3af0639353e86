package dev.tidemill.core.access;

class InMemoryAccessListsTest extends AccessListsSuite {
    @Override
    protected AccessLists lists() {
        return new InMemoryAccessLists();
    }
}
