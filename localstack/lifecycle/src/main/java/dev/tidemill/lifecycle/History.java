package dev.tidemill.lifecycle;

import dev.tidemill.client.Execution;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.TidemillException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What the API already knows of a project's executions, and what it comes to know while one waits. */
final class History {
    private static final int MOST = 1000;

    private final ProjectClient project;
    private final String revision;
    private final InstantSource clock;
    private final Rest rest;

    /** Lets time pass between two looks. */
    @FunctionalInterface
    interface Rest {
        void lasting(Duration span) throws InterruptedException;
    }

    History(ProjectClient project, String revision, InstantSource clock, Rest rest) {
        this.project = project;
        this.revision = revision;
        this.clock = clock;
        this.rest = rest;
    }

    /** The newest execution of this revision that did it; empty when there is none. */
    Optional<Execution> done(String kind, Predicate<Execution> it) {
        return project.executions(kind, "SUCCEEDED", MOST).stream()
                .filter(execution -> execution.revision().equals(revision))
                .filter(it)
                .findFirst();
    }

    /** The executions of a kind that began at a time or later and were not asked for by a user, oldest first. */
    List<Execution> triggeredSince(String kind, Instant begin) {
        return project.executions(kind, null, MOST).stream()
                .filter(execution -> !execution.startedAt().isBefore(begin))
                .filter(execution -> execution.request().at("cause").isPresent())
                .sorted(Comparator.comparing(Execution::startedAt))
                .toList();
    }

    /**
     * Looks again and again until there is something.
     *
     * @param what for the message
     * @throws WalkException when there is nothing after that time
     */
    <T> T eventually(String what, Duration atMost, Supplier<Optional<T>> look) {
        Instant end = clock.instant().plus(atMost);
        Duration pause = Duration.ofMillis(200);
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (clock.instant().isAfter(end)) {
                throw new WalkException("no " + what + " within " + atMost.toSeconds() + " s");
            }
            pause(pause);
            pause = Duration.ofMillis(Math.min(2000, pause.toMillis() * 3 / 2));
        }
    }

    private void pause(Duration span) {
        try {
            rest.lasting(span);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WalkException("interrupted", e);
        }
    }

    /** What is asked for, or empty when the API does not know it (yet). */
    static <T> Optional<T> known(Supplier<T> ask) {
        try {
            return Optional.of(ask.get());
        } catch (TidemillException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
