package dev.tidemill.engine.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.trainer.TrainingListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * How a training goes on, from its own thread to the caller's: one JSON object a line, with {@code phase} and
 * {@code seconds} since the start; of a boosting round {@code round}, {@code metric}, {@code training} and
 * {@code validation}; of the trainer's phases that ended {@code took}. The caller's wish to stop goes the other way.
 */
final class ProgressLines implements TrainingListener {
    private final BlockingQueue<Optional<String>> queue = new LinkedBlockingQueue<>();
    private final InstantSource clock;
    private final Instant begun;
    private volatile boolean stopped;

    ProgressLines(InstantSource clock) {
        this.clock = clock;
        this.begun = clock.instant();
    }

    /** Gives lines to the caller until there are no more. */
    void deliver(Consumer<String> progress) throws InterruptedException {
        for (Optional<String> line = queue.take(); line.isPresent(); line = queue.take()) {
            progress.accept(line.get());
        }
    }

    /** There are no more lines. */
    void end() {
        queue.add(Optional.empty());
    }

    /** The training is to end at its next round or phase. */
    void stop() {
        stopped = true;
    }

    /**
     * @throws CancellationException when the training is to end
     */
    void check() {
        if (stopped) {
            throw new CancellationException("the training was stopped");
        }
    }

    /** Tells of a phase. */
    void line(String phase, Consumer<ObjectNode> fields) {
        ObjectNode line = Json.object().put("phase", phase);
        fields.accept(line);
        line.put("seconds", Duration.between(begun, clock.instant()).toMillis() / 1000.0);
        queue.add(Optional.of(line.toString()));
    }

    @Override
    public void phaseEnded(String phase, double seconds) {
        check();
        line(phase, line -> line.put("took", seconds));
    }

    @Override
    public void roundEnded(int round, String metric, double training, double validation) {
        check();
        line(
                "round",
                line -> line.put("round", round)
                        .put("metric", metric)
                        .put("training", training)
                        .put("validation", validation));
    }
}
