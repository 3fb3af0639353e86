package dev.tidemill.core.training;

class InMemoryTaskTokensTest extends TaskTokensSuite {
    @Override
    protected TaskTokens tokens() {
        return new InMemoryTaskTokens();
    }
}
