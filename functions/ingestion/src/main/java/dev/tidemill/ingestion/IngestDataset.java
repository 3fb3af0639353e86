package dev.tidemill.ingestion;

import dev.tidemill.columnar.DatasetId;
import dev.tidemill.columnar.DatasetIngest;
import dev.tidemill.columnar.DatasetState;
import dev.tidemill.columnar.FileHash;
import dev.tidemill.columnar.Lake;
import dev.tidemill.columnar.Lake.AppendRequest;
import dev.tidemill.columnar.Lake.Committed;
import dev.tidemill.columnar.PreparedIngestion;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.DatasetSpec;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.contract.workflow.WorkerOutcome.OutcomeEvent;
import dev.tidemill.core.IdSource;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.Problem.Detail;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.ingestion.IngestionLedger;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ingests an uploaded file into a dataset: once for the same content under the same contract, whatever is repeated. Rows
 * that break the contract are kept in the lake beside it, with the rule each broke. Safe for use by several threads.
 */
final class IngestDataset {
    private static final Logger LOG = LoggerFactory.getLogger(IngestDataset.class);
    private static final Duration COMMIT_TIME = Duration.ofSeconds(60);
    private static final int ID_DIGITS = 32;

    private final ObjectStore lakeObjects;
    private final ObjectStore artifacts;
    private final Lake lake;
    private final IngestionLedger ledger;
    private final IdSource ids;
    private final InstantSource clock;
    private final Path folder;
    private final SandboxSettings settings;

    /**
     * @param lakeObjects the store of uploads and quarantined rows
     * @param folder in which executions work
     */
    IngestDataset(
            ObjectStore lakeObjects,
            ObjectStore artifacts,
            Lake lake,
            IngestionLedger ledger,
            IdSource ids,
            InstantSource clock,
            Path folder,
            SandboxSettings settings) {
        this.lakeObjects = lakeObjects;
        this.artifacts = artifacts;
        this.lake = lake;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * Ingests.
     *
     * @param remaining time until the process is stopped; no commit begins with less than a minute of it
     */
    WorkerOutcome ingest(ExecutionContext execution, IngestRequest request, Supplier<Duration> remaining) {
        ProjectSpec spec = PushedProject.load(artifacts, execution.tenant(), execution.project(), execution.revision())
                .spec();
        DatasetSpec dataset = spec.datasets().get(request.dataset());
        if (dataset == null) {
            throw new ProblemException(
                    "NO_SUCH_DATASET",
                    "The project '" + spec.project() + "' declares no dataset '" + request.dataset() + "'",
                    List.of(new Detail(
                            "request.dataset",
                            String.valueOf(request.dataset()),
                            "one of " + String.join(", ", spec.datasets().keySet()))));
        }
        request.requireBelow("w/" + execution.workspace() + "/raw/" + spec.project() + "/" + request.dataset() + "/");
        DatasetId id = new DatasetId(execution.tenant(), spec.project(), request.dataset());
        String ingestionId = ingestionId(id, request.sha256(), dataset);
        Optional<DatasetState> stored = lake.current(id);
        Optional<DatasetState.Ingestion> earlier = stored.flatMap(state -> state.ingestions().stream()
                .filter(one -> one.ingestionId().equals(ingestionId))
                .findFirst());
        if (earlier.isPresent()) {
            LOG.info(
                    "{} has landed before, by execution {}",
                    request.name(),
                    earlier.get().executionId());
            DatasetState then = lake.at(id, earlier.get().snapshotId());
            return landed(execution, id, earlier.get(), then, List.of());
        }
        try (Sandbox sandbox = Sandbox.open(folder, execution.id(), settings)) {
            Path file = download(sandbox, request);
            PreparedIngestion prepared = new DatasetIngest(sandbox, request.dataset(), dataset)
                    .prepare(
                            file,
                            request.name(),
                            stored.map(DatasetState::columns).orElse(Map.of()));
            LOG.info("{}: {} rows passed, {} quarantined", request.name(), prepared.rows(), prepared.quarantined());
            String quarantine = quarantineKey(id, ingestionId);
            if (prepared.quarantineFile() != null) {
                lakeObjects.upload(quarantine, prepared.quarantineFile(), "application/x-ndjson");
            }
            if (prepared.rejection() != null) {
                return WorkerOutcome.failed(
                        rejected(prepared.rejection(), prepared.quarantineFile() == null ? null : quarantine));
            }
            artifacts.write(
                    profileKey(execution, execution.id()),
                    prepared.profile().getBytes(StandardCharsets.UTF_8),
                    "application/json");
            requireTime(remaining.get());
            Instant now = clock.instant();
            Committed committed = lake.append(
                    id,
                    sandbox,
                    prepared,
                    new AppendRequest(ingestionId, execution.id(), ingestionId + "-" + ids.next(now), now));
            LOG.info(
                    "{} is in snapshot {}",
                    request.name(),
                    committed.ingestion().snapshotId());
            return landed(execution, id, committed.ingestion(), committed.state(), prepared.warnings());
        }
    }

    /** Hash of the dataset, the content and the dataset's contract. */
    private static String ingestionId(DatasetId id, String sha256, DatasetSpec contract) {
        return Sha256.hex(String.join(
                        "\n", id.workspace().name(), id.project(), id.dataset(), sha256, Json.hash(contract)))
                .substring(0, ID_DIGITS);
    }

    private Path download(Sandbox sandbox, IngestRequest request) {
        Optional<Long> size = lakeObjects.size(request.key());
        if (size.isPresent() && !size.get().equals(request.size())) {
            throw new ProblemException(
                    "SIZE_MISMATCH",
                    "The upload " + request.key() + " has " + size.get() + " bytes, not the " + request.size()
                            + " that were announced",
                    List.of(new Detail("request.size", String.valueOf(request.size()), size.get() + " bytes")));
        }
        Path file = sandbox.newFile(".raw");
        if (size.isEmpty() || !lakeObjects.download(request.key(), file)) {
            throw new ProblemException(
                    "UPLOAD_NOT_FOUND",
                    "There is no upload " + request.key(),
                    List.of(new Detail("request.key", request.key(), "an uploaded object")));
        }
        String found = FileHash.sha256(file);
        if (!found.equals(request.sha256())) {
            throw new ProblemException(
                    "CHECKSUM_MISMATCH",
                    "The upload " + request.key() + " is not the file that was announced",
                    List.of(new Detail("request.sha256", request.sha256(), found)));
        }
        return file;
    }

    private static void requireTime(Duration remaining) {
        if (remaining.compareTo(COMMIT_TIME) < 0) {
            throw new IllegalStateException("only " + remaining + " left, a commit needs " + COMMIT_TIME);
        }
    }

    private static Problem rejected(Problem problem, @Nullable String quarantineKey) {
        if (quarantineKey == null) {
            return problem;
        }
        List<Detail> details = new ArrayList<>(problem.details());
        details.add(new Detail("quarantine", quarantineKey, "every row listed there mended, or kept out of the file"));
        return new Problem(problem.code(), problem.message(), details);
    }

    private WorkerOutcome landed(
            ExecutionContext execution,
            DatasetId id,
            DatasetState.Ingestion ingestion,
            DatasetState state,
            List<String> warnings) {
        ledger.record(new IngestionLedger.Landed(
                id.workspace(),
                id.project(),
                id.dataset(),
                ingestion.ingestionId(),
                ingestion.executionId(),
                ingestion.snapshotId(),
                ingestion.rows(),
                ingestion.quarantined(),
                ingestion.ingestedAt()));
        boolean own = ingestion.executionId().equals(execution.id());
        IngestResult result = new IngestResult(
                ingestion.ingestionId(),
                id.dataset(),
                own ? IngestResult.COMMITTED : IngestResult.DUPLICATE,
                ingestion.rows(),
                ingestion.quarantined(),
                String.valueOf(ingestion.snapshotId()),
                profileKey(execution, ingestion.executionId()),
                ingestion.quarantined() > 0 ? quarantineKey(id, ingestion.ingestionId()) : null,
                state.watermark(),
                warnings,
                ingestion.executionId());
        // A duplicate tells it too: the execution that landed it may have died before its end was recorded.
        OutcomeEvent ingested = new OutcomeEvent(
                "DatasetIngested",
                id.dataset(),
                Json.object()
                        .put("dataset", id.dataset())
                        .put("ingestionId", ingestion.ingestionId())
                        .put("snapshotId", String.valueOf(ingestion.snapshotId()))
                        .put("rows", ingestion.rows())
                        .put("watermark", state.watermark().toString()),
                ingestion.executionId());
        return WorkerOutcome.succeeded(result, ingested);
    }

    private static String profileKey(ExecutionContext execution, String landedBy) {
        return ExecutionContext.folder(execution.tenant(), landedBy) + "profile.json";
    }

    private static String quarantineKey(DatasetId id, String ingestionId) {
        return "w/" + id.workspace().name() + "/quarantine/" + id.project() + "/" + id.dataset() + "/" + ingestionId
                + ".jsonl";
    }
}
