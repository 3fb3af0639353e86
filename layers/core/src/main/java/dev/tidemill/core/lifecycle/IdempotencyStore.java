package dev.tidemill.core.lifecycle;

import dev.tidemill.core.Workspace;
import java.time.Instant;

/** Answers already given under an idempotency key, kept for 24 hours. Safe for use by several threads. */
public interface IdempotencyStore {
    /**
     * Claims a key before the work begins.
     *
     * @param key scoped by principal and route
     * @param bodySha256 hash of the request's body
     */
    Claim claim(Workspace workspace, String key, String bodySha256, Instant now);

    /** Keeps the answer of a claimed key. */
    void complete(Workspace workspace, String key, int status, String body, Instant now);

    /** Gives a claimed key back, when the work failed in a way that may be tried again. */
    void release(Workspace workspace, String key);

    /** What claiming a key found. */
    sealed interface Claim {
        /** The key is new (or its last claim is older than a minute without an answer): do the work. */
        record Claimed() implements Claim {}

        /** The same body was answered: answer the same. */
        record Answered(int status, String body) implements Claim {}

        /** Another body was sent under this key. */
        record Mismatch() implements Claim {}

        /** The same request is being worked on. */
        record InProgress() implements Claim {}
    }
}
