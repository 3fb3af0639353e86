package dev.tidemill.inference.scoring;

import dev.tidemill.columnar.BatchJoin;
import dev.tidemill.columnar.CaptureKey;
import dev.tidemill.columnar.CaptureLog;
import dev.tidemill.columnar.FileHash;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.core.Ulid;
import dev.tidemill.inference.serving.Captures;
import dev.tidemill.inference.serving.ServedModel;
import dev.tidemill.inference.serving.ServedModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Scores one chunk of a joined file: results as CSV in the artifacts store, predictions in the capture store. Scoring it
 * again gives the same ids and writes the same keys.
 */
final class ScoreChunk {
    private final ServedModels models;
    private final ScoringStores stores;
    private final InstantSource clock;

    ScoreChunk(ServedModels models, ScoringStores stores, InstantSource clock) {
        this.models = models;
        this.stores = stores;
        this.clock = clock;
    }

    /**
     * What was made of a chunk.
     *
     * @param key of the results, in the artifacts store
     * @param captureKey in the capture store
     */
    record ChunkResult(int index, long rows, String key, String captureKey) {}

    ChunkResult score(ExecutionContext execution, ScoringPlan plan, ScoringPlan.Chunk chunk) {
        ServedModel model = models.version(execution.tenant(), plan.model(), plan.version());
        Instant started = Ulid.time(execution.id());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Captures captures = new Captures(model, "batch", execution.correlationId(), execution.id());
        List<CapturedPrediction> captured = new ArrayList<>();
        ResultsCsv results = new ResultsCsv(model);
        try (Sandbox sandbox = stores.sandbox(execution)) {
            Path joined = download(sandbox, plan);
            BatchRows rows = new BatchRows(model);
            try (ArrowReader reader = BatchJoin.read(sandbox, joined, chunk.from(), chunk.to())) {
                while (reader.loadNextBatch()) {
                    rows.predict(reader.getVectorSchemaRoot(), (row, prediction) -> {
                        String id = Ulid.derived(started, execution.id() + row);
                        results.add(row, id, prediction);
                        captured.add(captures.of(id, prediction, now));
                    });
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            requireRows(chunk, results.rows());
            String key = String.format(Locale.ROOT, "%schunks/%05d.csv", execution.folder(), chunk.index());
            stores.artifacts().write(key, results.bytes(), "text/csv");
            return new ChunkResult(chunk.index(), results.rows(), key, capture(sandbox, captured));
        }
    }

    private Path download(Sandbox sandbox, ScoringPlan plan) {
        Path file = sandbox.newFile(".parquet");
        if (!stores.artifacts().download(plan.joinedKey(), file)
                || !FileHash.sha256(file).equals(plan.joinedSha256())) {
            throw new IllegalStateException("the joined file " + plan.joinedKey() + " is not the one that was planned");
        }
        return file;
    }

    private static void requireRows(ScoringPlan.Chunk chunk, long rows) {
        if (rows != chunk.to() - chunk.from()) {
            throw new IllegalStateException(
                    "chunk " + chunk.index() + " has " + rows + " rows: expected " + (chunk.to() - chunk.from()));
        }
    }

    /** Files the predictions under the hour of their ids, by a name that is the same for the same ids. */
    private String capture(Sandbox sandbox, List<CapturedPrediction> captured) {
        String key =
                CaptureKey.of(CaptureKey.group(captured.getFirst()), captured).key();
        stores.capture().upload(key, CaptureLog.write(sandbox, captured), "application/vnd.apache.parquet");
        return key;
    }
}
