package dev.tidemill.trainer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long each phase of a training took. For one thread. */
final class Phases {
    private static final Logger LOG = LoggerFactory.getLogger(Phases.class);

    private final InstantSource clock;
    private final TrainingListener listener;
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private Instant begun;

    Phases(InstantSource clock, TrainingListener listener) {
        this.clock = clock;
        this.listener = listener;
        this.begun = clock.instant();
    }

    /** Ends the phase that began with the end of the one before. */
    void end(String phase) {
        Instant now = clock.instant();
        double took = Duration.between(begun, now).toMillis() / 1000.0;
        seconds.put(phase, took);
        begun = now;
        LOG.info("phase {}: {} s", phase, took);
        listener.phaseEnded(phase, took);
    }

    Map<String, Double> seconds() {
        return Collections.unmodifiableMap(seconds);
    }

    /** The seconds as metrics. */
    Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        seconds.forEach((phase, took) -> metrics.put("phase-" + phase + "-seconds", took));
        return metrics;
    }
}
