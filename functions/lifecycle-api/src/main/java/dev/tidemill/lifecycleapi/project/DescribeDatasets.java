package dev.tidemill.lifecycleapi.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.Spelling;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.ingestion.IngestionLedger;
import dev.tidemill.core.ingestion.IngestionLedger.Landed;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.lifecycle.Executions;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells what lies in a project's datasets, from the ledger of ingestions and their results. Safe for several threads. */
public final class DescribeDatasets {
    private static final int MOST_EXECUTIONS = 2000;
    private static final Pattern QUARANTINE_KEY = Pattern.compile(".*/([^/]+)\\.jsonl");

    private final IngestionLedger ledger;
    private final Executions executions;
    private final ObjectStore lake;
    private final ObjectStore artifacts;

    public DescribeDatasets(IngestionLedger ledger, Executions executions, ObjectStore lake, ObjectStore artifacts) {
        this.ledger = ledger;
        this.executions = executions;
        this.lake = lake;
        this.artifacts = artifacts;
    }

    /** Rows, newest snapshot, watermark and ingestions of every declared dataset. */
    public ArrayNode describe(Workspace workspace, ProjectSpec spec) {
        Map<String, Instant> watermarks = watermarks(workspace, spec.project());
        ArrayNode all = Json.mapper().createArrayNode();
        for (String dataset : spec.datasets().keySet()) {
            List<Landed> landed = ledger.list(workspace, spec.project(), dataset);
            ObjectNode json = all.addObject();
            json.put("name", dataset);
            json.put("rows", landed.stream().mapToLong(Landed::rows).sum());
            json.put(
                    "quarantined",
                    landed.stream().mapToLong(Landed::quarantined).sum());
            json.put("snapshotId", landed.isEmpty() ? null : landed.getLast().snapshotId());
            Instant watermark = watermarks.get(dataset);
            json.put("watermark", watermark == null ? null : watermark.toString());
            ArrayNode snapshots = json.putArray("snapshots");
            landed.forEach(one -> snapshots
                    .addObject()
                    .put("snapshotId", one.snapshotId())
                    .put("ingestionId", one.ingestionId())
                    .put("executionId", one.executionId())
                    .put("rows", one.rows())
                    .put("quarantined", one.quarantined())
                    .put("landedAt", one.landedAt().toString()));
        }
        return all;
    }

    /**
     * The quarantined rows of an ingestion, each with the rule it broke.
     *
     * @param ingestionId null for the newest ingestion that left some, whether its other rows landed or its file was
     *     rejected
     * @throws ProblemException {@code NO_SUCH_DATASET}
     */
    public ObjectNode quarantine(
            Workspace workspace, ProjectSpec spec, String dataset, @Nullable String ingestionId, int limit) {
        requireDataset(spec, dataset, "path dataset");
        String folder = "w/" + workspace.name() + "/quarantine/" + spec.project() + "/" + dataset + "/";
        ObjectNode answer = Json.object().put("dataset", dataset);
        ArrayNode rows = Json.mapper().createArrayNode();
        String ingestion = ingestionId == null ? newest(workspace, spec.project(), dataset) : ingestionId;
        long total = 0;
        if (ingestion != null) {
            Optional<byte[]> file = lake.read(folder + ingestion + ".jsonl");
            List<String> lines = file.map(bytes -> new String(bytes, StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank())
                            .toList())
                    .orElse(List.of());
            total = lines.size();
            lines.stream().limit(limit).forEach(line -> rows.add(Json.parse(line)));
        }
        answer.put("ingestionId", ingestion);
        answer.put("total", total);
        answer.set("rows", rows);
        return answer;
    }

    /**
     * The profile that an ingestion kept of its file.
     *
     * @param ingestionId null for the newest ingestion
     * @throws ProblemException {@code NO_SUCH_DATASET}, or {@code NO_SUCH_INGESTION} when nothing has landed under the id
     */
    public JsonNode profile(Workspace workspace, ProjectSpec spec, String dataset, @Nullable String ingestionId) {
        requireDataset(spec, dataset, "path dataset");
        List<Landed> landed = ledger.list(workspace, spec.project(), dataset);
        return landed.reversed().stream()
                .filter(one -> ingestionId == null || one.ingestionId().equals(ingestionId))
                .findFirst()
                .flatMap(one -> artifacts.read(ExecutionContext.folder(workspace, one.executionId()) + "profile.json"))
                .map(bytes -> Json.parse(new String(bytes, StandardCharsets.UTF_8)))
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_INGESTION",
                        "Nothing has landed in dataset " + dataset + " of project " + spec.project()
                                + (ingestionId == null ? "." : " by ingestion '" + ingestionId + "'."),
                        List.of(new Problem.Detail(
                                "query ingestion",
                                ingestionId == null ? "" : ingestionId,
                                "the ingestionId of a snapshot that GET datasets lists"))));
    }

    /**
     * @throws ProblemException {@code NO_SUCH_DATASET} when the project declares none of this name
     */
    public static void requireDataset(ProjectSpec spec, String dataset, String place) {
        if (!spec.datasets().containsKey(dataset)) {
            throw new ProblemException(
                    "NO_SUCH_DATASET",
                    "Project " + spec.project() + " declares no dataset '" + dataset + "'.",
                    List.of(new Problem.Detail(
                            place,
                            dataset,
                            "a dataset: " + Spelling.expected(spec.datasets().keySet(), dataset))));
        }
    }

    /** The greatest watermark that an ingestion reported, by dataset. */
    public Map<String, Instant> watermarks(Workspace workspace, String project) {
        Map<String, Instant> watermarks = new HashMap<>();
        for (Execution execution : ingestions(workspace, project)) {
            if (execution.result() == null) {
                continue;
            }
            JsonNode watermark = Json.parse(execution.result()).path("watermark");
            String dataset = Json.parse(execution.request()).path("dataset").asText("");
            if (watermark.isTextual()) {
                Instant time = Json.read(watermark, Instant.class);
                watermarks.merge(dataset, time, (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        return watermarks;
    }

    private @Nullable String newest(Workspace workspace, String project, String dataset) {
        List<Landed> landed = ledger.list(workspace, project, dataset);
        for (Execution execution : ingestions(workspace, project)) {
            boolean same =
                    Json.parse(execution.request()).path("dataset").asText("").equals(dataset);
            Optional<String> left = same ? quarantinedBy(execution) : Optional.empty();
            if (left.isPresent()) {
                return left.get();
            }
        }
        return landed.reversed().stream()
                .filter(one -> one.quarantined() > 0)
                .map(Landed::ingestionId)
                .findFirst()
                .orElse(null);
    }

    /** The ingestion of an execution that kept rows out; a rejected file's problem names where its rows lie. */
    private static Optional<String> quarantinedBy(Execution execution) {
        if (execution.result() != null) {
            JsonNode result = Json.parse(execution.result());
            return result.path("quarantined").asLong() > 0
                    ? Optional.of(result.path("ingestionId").asText())
                    : Optional.empty();
        }
        Problem problem = execution.problem();
        return problem == null
                ? Optional.empty()
                : problem.details().stream()
                        .filter(detail -> detail.place().equals("quarantine"))
                        .map(detail -> QUARANTINE_KEY.matcher(detail.value()))
                        .filter(Matcher::matches)
                        .map(key -> key.group(1))
                        .findFirst();
    }

    private List<Execution> ingestions(Workspace workspace, String project) {
        List<Execution> found = new ArrayList<>();
        String token = null;
        do {
            Executions.Page page = executions.list(workspace, project, ExecutionKind.INGESTION, 200, token);
            found.addAll(page.executions());
            token = page.nextPageToken();
        } while (token != null && found.size() < MOST_EXECUTIONS);
        return found;
    }
}
