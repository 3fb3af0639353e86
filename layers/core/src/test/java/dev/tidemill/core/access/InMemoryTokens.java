package dev.tidemill.core.access;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tokens in memory. */
public final class InMemoryTokens implements Tokens {
    private final Map<String, Token> byHash = new HashMap<>();

    @Override
    public synchronized void issue(Token token, String secretSha256) {
        if (byHash.containsKey(secretSha256)
                || find(token.workspace(), token.id()).isPresent()) {
            throw new IllegalStateException("token " + token.id() + " is issued already");
        }
        byHash.put(secretSha256, token);
    }

    @Override
    public synchronized Optional<Token> findByHash(String secretSha256) {
        return Optional.ofNullable(byHash.get(secretSha256));
    }

    @Override
    public synchronized Optional<Token> find(Workspace workspace, String id) {
        return list(workspace).stream().filter(token -> token.id().equals(id)).findFirst();
    }

    @Override
    public synchronized List<Token> list(Workspace workspace) {
        return byHash.values().stream()
                .filter(token -> token.workspace().equals(workspace))
                .sorted(Comparator.comparing(Token::id).reversed())
                .toList();
    }

    @Override
    public synchronized Optional<Token> revoke(Workspace workspace, String id, String by, Instant at) {
        byHash.replaceAll((hash, token) ->
                token.workspace().equals(workspace) && token.id().equals(id) && token.revokedAt() == null
                        ? token.revoked(at, by)
                        : token);
        return find(workspace, id);
    }

    /** The hashes that are stored. */
    public synchronized List<String> hashes() {
        return List.copyOf(byHash.keySet());
    }
}
