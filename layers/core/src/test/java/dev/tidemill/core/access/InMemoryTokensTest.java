package dev.tidemill.core.access;

class InMemoryTokensTest extends TokensSuite {
    @Override
    protected Tokens tokens() {
        return new InMemoryTokens();
    }
}
