package dev.tidemill.inference.scoring;

import dev.tidemill.columnar.BatchJoin;
import dev.tidemill.columnar.FileHash;
import dev.tidemill.columnar.ProjectData;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.inference.serving.ServedModel;
import dev.tidemill.inference.serving.ServedModels;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks an uploaded file against the version's request contract, joins each row to the features known at its own time
 * and divides it. All chunks see one state of the data, because the join is done here, once.
 */
final class PlanScoring {
    /** Rows of a chunk, unless that made more than {@value #MOST_CHUNKS} of them. */
    static final int CHUNK_ROWS = 20_000;

    private static final int MOST_CHUNKS = 200;

    private final ServedModels models;
    private final ScoringStores stores;
    private final int chunkRows;

    PlanScoring(ServedModels models, ScoringStores stores, int chunkRows) {
        this.models = models;
        this.stores = stores;
        this.chunkRows = chunkRows;
    }

    /**
     * @throws ProblemException that there is no such version, {@code INVALID_REQUEST} when the key is not the
     *     project's, {@code UPLOAD_NOT_FOUND}, {@code CHECKSUM_MISMATCH}, or what the file is refused for
     */
    ScoringPlan plan(ExecutionContext execution, ScoringRequest request) {
        ServedModel model = request.wanted().find(models, execution.tenant());
        ProjectSpec spec = model.path().spec();
        try (Sandbox sandbox = stores.sandbox(execution)) {
            Path file = download(sandbox, execution, request);
            ProjectData data = ProjectData.mount(
                    sandbox, stores.lake(), execution.tenant(), spec, ProjectData.readByViews(spec), Map.of());
            BatchJoin.Joined joined = new BatchJoin(data).join(file, isParquet(file) ? "upload.parquet" : "upload.csv");
            String key = execution.folder() + "joined.parquet";
            stores.artifacts().upload(key, joined.file(), "application/vnd.apache.parquet");
            return new ScoringPlan(
                    model.model(), model.version(), joined.rows(), key, joined.sha256(), chunks(joined.rows()));
        }
    }

    private List<ScoringPlan.Chunk> chunks(long rows) {
        long size = Math.max(chunkRows, Math.ceilDiv(rows, MOST_CHUNKS));
        List<ScoringPlan.Chunk> chunks = new ArrayList<>();
        for (long from = 0; from < rows; from += size) {
            chunks.add(new ScoringPlan.Chunk(chunks.size(), from, Math.min(rows, from + size)));
        }
        return chunks;
    }

    private Path download(Sandbox sandbox, ExecutionContext execution, ScoringRequest request) {
        String expected = "w/" + execution.workspace() + "/raw/" + execution.project() + "/";
        if (!request.key().startsWith(expected)) {
            throw new ProblemException(
                    "INVALID_REQUEST",
                    "The key is not that of an upload of this project.",
                    List.of(new Problem.Detail("request.key", request.key(), "a key that begins with " + expected)));
        }
        Path file = sandbox.newFile(".raw");
        if (!stores.uploads().download(request.key(), file)) {
            throw new ProblemException(
                    "UPLOAD_NOT_FOUND",
                    "There is no upload " + request.key() + ".",
                    List.of(new Problem.Detail("request.key", request.key(), "an uploaded object")));
        }
        String found = FileHash.sha256(file);
        if (!found.equals(request.sha256())) {
            throw new ProblemException(
                    "CHECKSUM_MISMATCH",
                    "The upload " + request.key() + " is not the file that was announced.",
                    List.of(new Problem.Detail("request.sha256", found, request.sha256())));
        }
        return file;
    }

    /** Uploads have no names; Parquet is known by its first bytes. */
    private static boolean isParquet(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("PAR1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
