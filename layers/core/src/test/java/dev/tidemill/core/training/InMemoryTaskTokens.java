package dev.tidemill.core.training;

import dev.tidemill.core.Workspace;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Task tokens in memory. */
public final class InMemoryTaskTokens implements TaskTokens {
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    @Override
    public void claim(Workspace workspace, String executionId, String taskToken) {
        tokens.put(workspace.name() + "/" + executionId, taskToken);
    }

    @Override
    public Optional<String> find(Workspace workspace, String executionId) {
        return Optional.ofNullable(tokens.get(workspace.name() + "/" + executionId));
    }
}
