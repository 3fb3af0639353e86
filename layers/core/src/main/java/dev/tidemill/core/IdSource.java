package dev.tidemill.core;

import java.time.Instant;

/** Makes ids that sort by time; safe for use by several threads. */
@FunctionalInterface
public interface IdSource {
    /**
     * Makes an id that no other call returns.
     *
     * @param now the time that the id begins with, to the millisecond
     * @return 26 characters of Crockford's base 32 (a ULID)
     */
    String next(Instant now);
}
