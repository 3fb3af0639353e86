package dev.tidemill.engine.training;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.client.engine.TrainRequest;
import dev.tidemill.columnar.DatasetSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Trains on this machine what the API gives, and registers as a training on Batch does. The work has a thread of its
 * own; the caller's thread hears of it and, when it is interrupted, returns at once. Safe for use by several threads.
 */
public final class LocalTrainer {
    /** How long an interrupted call waits for the work to clear up after itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final LocalEngine.Api api;
    private final DatasetSource datasets;
    private final Path folder;
    private final InstantSource clock;

    /**
     * @param folder for temporary files, there already
     */
    public LocalTrainer(LocalEngine.Api api, DatasetSource datasets, Path folder, InstantSource clock) {
        this.api = api;
        this.datasets = datasets;
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Trains and waits for the end, as {@link LocalEngine#train}. A training that cannot succeed ends as a failed
     * execution; one that breaks off, or is interrupted, is cancelled.
     *
     * @param progress called in the caller's thread, with one JSON object a line
     * @return the ended execution as the API tells it
     * @throws EngineException {@code INTERRUPTED}
     */
    public String train(TrainRequest request, Consumer<String> progress) {
        ProgressLines lines = new ProgressLines(clock);
        AwaitedTraining awaited = new AwaitedTraining(api, lines);
        FutureTask<String> work = new FutureTask<>(() -> {
            try {
                return new TrainingWork(api, datasets, folder, clock, awaited, lines).run(request);
            } finally {
                lines.end();
            }
        });
        Thread thread = Thread.ofPlatform().daemon().name("tidemill-training").unstarted(work);
        thread.setContextClassLoader(LocalTrainer.class.getClassLoader());
        thread.start();
        try {
            lines.deliver(progress);
            return work.get();
        } catch (InterruptedException e) {
            String cancelled = abandon(lines, awaited, work);
            Thread.currentThread().interrupt();
            throw new EngineException("INTERRUPTED", "The training was interrupted" + cancelled, e);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (RuntimeException | Error e) {
            // from the listener
            abandon(lines, awaited, work);
            throw e;
        }
    }

    /** Ends the execution, then gives the work, which stops at its next round or phase, a moment to clear up. */
    private static String abandon(ProgressLines lines, AwaitedTraining awaited, FutureTask<String> work) {
        lines.stop();
        String cancelled = awaited.cancel();
        try {
            work.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return cancelled;
        }
        return cancelled;
    }

    private static RuntimeException failure(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException failed ? failed : new IllegalStateException(e.getCause());
    }
}
