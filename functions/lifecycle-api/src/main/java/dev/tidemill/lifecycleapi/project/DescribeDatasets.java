package dev.tidemill.lifecycleapi.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.Spelling;
import dev.tidemill.contract.project.ProjectSpec;
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
import org.jspecify.annotations.Nullable;

/** Tells what lies in a project's datasets, from the ledger of ingestions and their results. Safe for several threads. */
public final class DescribeDatasets {
    private static final int MOST_EXECUTIONS = 2000;

    private final IngestionLedger ledger;
    private final Executions executions;
    private final ObjectStore lake;

    public DescribeDatasets(IngestionLedger ledger, Executions executions, ObjectStore lake) {
        this.ledger = ledger;
        this.executions = executions;
        this.lake = lake;
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
     * @param ingestionId null for the newest ingestion that left some
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
            if (same && execution.result() != null) {
                JsonNode result = Json.parse(execution.result());
                if (result.path("quarantined").asLong() > 0) {
                    return result.path("ingestionId").asText();
                }
            }
        }
        return landed.reversed().stream()
                .filter(one -> one.quarantined() > 0)
                .map(Landed::ingestionId)
                .findFirst()
                .orElse(null);
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
