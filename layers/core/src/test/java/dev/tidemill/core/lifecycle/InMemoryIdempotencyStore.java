package dev.tidemill.core.lifecycle;

import dev.tidemill.core.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Idempotency keys in memory. */
public final class InMemoryIdempotencyStore implements IdempotencyStore {
    private record Entry(
            String bodySha256,
            Instant claimedAt,
            @Nullable Integer status,
            @Nullable String body) {}

    private final Map<String, Entry> entries = new HashMap<>();

    @Override
    public synchronized Claim claim(Workspace workspace, String key, String bodySha256, Instant now) {
        String id = workspace.name() + "/" + key;
        Entry entry = entries.get(id);
        if (entry != null && now.isBefore(entry.claimedAt().plus(Duration.ofHours(24)))) {
            if (!entry.bodySha256().equals(bodySha256)) {
                return new Claim.Mismatch();
            }
            if (entry.status() != null && entry.body() != null) {
                return new Claim.Answered(entry.status(), entry.body());
            }
            if (now.isBefore(entry.claimedAt().plus(Duration.ofMinutes(1)))) {
                return new Claim.InProgress();
            }
        }
        entries.put(id, new Entry(bodySha256, now, null, null));
        return new Claim.Claimed();
    }

    @Override
    public synchronized void complete(Workspace workspace, String key, int status, String body, Instant now) {
        entries.computeIfPresent(
                workspace.name() + "/" + key, (k, entry) -> new Entry(entry.bodySha256(), now, status, body));
    }

    @Override
    public synchronized void release(Workspace workspace, String key) {
        entries.remove(workspace.name() + "/" + key);
    }
}
