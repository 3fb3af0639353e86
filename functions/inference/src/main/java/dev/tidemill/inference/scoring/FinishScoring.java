package dev.tidemill.inference.scoring;

import dev.tidemill.columnar.Sandbox;
import dev.tidemill.contract.workflow.ExecutionContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Puts the results of all chunks into one file, in the order of the rows, with one header. */
final class FinishScoring {
    private final ScoringStores stores;

    FinishScoring(ScoringStores stores) {
        this.stores = stores;
    }

    /**
     * What the chunks gave.
     *
     * @param chunks in order; empty when the file has no rows
     */
    record Scored(ScoringPlan plan, List<ScoreChunk.ChunkResult> chunks) {
        Scored {
            chunks = chunks == null ? List.of() : List.copyOf(chunks);
        }
    }

    /**
     * The result of a batch scoring.
     *
     * @param rows of the uploaded file
     * @param resultKey of the CSV in the artifacts store
     * @param predictions made
     */
    record Finished(long rows, String resultKey, long predictions, String model, int version) {}

    Finished finish(ExecutionContext execution, Scored scored) {
        ScoringPlan plan = scored.plan();
        long predictions =
                scored.chunks().stream().mapToLong(ScoreChunk.ChunkResult::rows).sum();
        if (predictions != plan.rows()) {
            throw new IllegalStateException(predictions + " predictions of " + plan.rows() + " rows");
        }
        String key = execution.folder() + "results.csv";
        try (Sandbox sandbox = stores.sandbox(execution)) {
            Path file = sandbox.newFile(".csv");
            try (OutputStream out = Files.newOutputStream(file)) {
                boolean first = true;
                for (ScoreChunk.ChunkResult chunk : scored.chunks()) {
                    byte[] content = stores.artifacts()
                            .read(chunk.key())
                            .orElseThrow(() -> new IllegalStateException("no chunk at " + chunk.key()));
                    out.write(first ? content : withoutHeader(content));
                    first = false;
                }
            }
            stores.artifacts().upload(key, file, "text/csv");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Finished(plan.rows(), key, predictions, plan.model(), plan.version());
    }

    private static byte[] withoutHeader(byte[] csv) {
        int at = 0;
        while (at < csv.length && csv[at] != '\n') {
            at++;
        }
        return Arrays.copyOfRange(csv, Math.min(csv.length, at + 1), csv.length);
    }
}
