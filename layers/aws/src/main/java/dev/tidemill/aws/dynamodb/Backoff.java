package dev.tidemill.aws.dynamodb;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Tries again what lost against another writer or was throttled, after growing pauses of random length. */
final class Backoff {
    private static final int ATTEMPTS = 60;
    private static final long FIRST_NANOS = 4_000_000;
    private static final long LONGEST_NANOS = 250_000_000;

    private final LongConsumer pause;

    /**
     * @param pause waits for so many nanoseconds
     */
    Backoff(LongConsumer pause) {
        this.pause = pause;
    }

    static Backoff sleeping() {
        return new Backoff(LockSupport::parkNanos);
    }

    /**
     * Repeats a step until it has a result.
     *
     * @param step empty when it lost against another writer or was throttled
     * @throws IllegalStateException when that happened {@value #ATTEMPTS} times
     */
    <T> T until(String what, Supplier<Optional<T>> step) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<T> result = step.get();
            if (result.isPresent()) {
                return result.get();
            }
            long bound = Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(attempt, 6));
            pause.accept(ThreadLocalRandom.current().nextLong(bound) + 1);
        }
        throw new IllegalStateException(what + ": lost against other writers, or throttled, " + ATTEMPTS + " times");
    }
}
