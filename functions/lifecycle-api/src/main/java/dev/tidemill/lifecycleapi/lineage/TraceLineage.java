package dev.tidemill.lifecycleapi.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.ingestion.IngestionLedger;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.lifecycle.ExecutionStatus;
import dev.tidemill.core.lifecycle.Executions;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Traces one prediction back to the version, run, data and source that made it. Safe for use by several threads. */
public final class TraceLineage {
    private final PredictionLog predictions;
    private final Registry registry;
    private final Executions executions;
    private final IngestionLedger ledger;

    public TraceLineage(PredictionLog predictions, Registry registry, Executions executions, IngestionLedger ledger) {
        this.predictions = predictions;
        this.registry = registry;
        this.executions = executions;
        this.ledger = ledger;
    }

    /**
     * Everything that led to a prediction.
     *
     * @param model null to look through every model of the workspace
     * @throws ProblemException {@code NO_SUCH_PREDICTION} when no such prediction is captured (yet)
     */
    public ObjectNode trace(Workspace workspace, String predictionId, @Nullable String model) {
        CapturedPrediction prediction = find(workspace, predictionId, model);
        ModelVersion version = registry.version(workspace, prediction.model(), prediction.version())
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_VERSION",
                        "Prediction " + predictionId + " names version " + prediction.version() + " of model "
                                + prediction.model() + ", which is not registered any more."));
        ModelManifest manifest = Json.read(version.manifest(), ModelManifest.class);
        Set<String> ids = new LinkedHashSet<>();

        ObjectNode lineage = Json.object();
        lineage.set("prediction", Json.tree(prediction));
        lineage.putObject("modelVersion")
                .put("model", version.model())
                .put("version", version.number())
                .put("status", version.status().text())
                .put("bundleSha256", manifest.bundleSha256())
                .put("decision", manifest.decision())
                .put("cutOff", manifest.cutOff().toString());
        lineage.put("run", version.runId());
        execution(lineage, "training", workspace, version.executionId(), ids);
        Optional<Execution> deployment = deployment(workspace, prediction);
        lineage.set("deployment", deployment.map(TraceLineage::brief).orElse(null));
        deployment.ifPresent(found -> ids.add(found.id()));
        if (prediction.executionId() != null) {
            execution(lineage, "scoring", workspace, prediction.executionId(), ids);
        }
        lineage.set("data", data(workspace, manifest, ids));
        lineage.put("project", manifest.project());
        lineage.put("revision", manifest.revision());
        lineage.put("commit", manifest.commit());
        lineage.put("dirty", manifest.dirty());
        lineage.set("executions", Json.tree(ids));
        return lineage;
    }

    private CapturedPrediction find(Workspace workspace, String id, @Nullable String model) {
        if (!Ulid.isUlid(id)) {
            throw new ProblemException(
                    "INVALID_REQUEST",
                    "A prediction's id is a ULID.",
                    List.of(new Problem.Detail(
                            "query prediction", id, "26 characters, as the prediction's answer names")));
        }
        List<String> models = model == null
                ? registry.models(workspace).stream().map(RegisteredModel::name).toList()
                : List.of(model);
        for (String name : models) {
            Optional<CapturedPrediction> found = predictions.find(workspace, name, id);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new ProblemException(
                "NO_SUCH_PREDICTION",
                "Prediction " + id + " is not captured; a new one can be traced after some seconds.",
                List.of(new Problem.Detail("query prediction", id, "the id of a captured prediction of " + models)));
    }

    /** The deployment after which the version served at the time of the prediction; empty for one named by its number. */
    private Optional<Execution> deployment(Workspace workspace, CapturedPrediction prediction) {
        String token = null;
        do {
            Executions.Page page =
                    executions.list(workspace, prediction.project(), ExecutionKind.DEPLOYMENT, 200, token);
            for (Execution candidate : page.executions()) {
                JsonNode request = Json.parse(candidate.request());
                Instant ended = candidate.endedAt();
                boolean same = candidate.status() == ExecutionStatus.SUCCEEDED
                        && request.path("version").asInt() == prediction.version()
                        && request.path("model").asText(prediction.model()).equals(prediction.model());
                if (same && ended != null && !ended.isAfter(prediction.answeredAt())) {
                    return Optional.of(candidate);
                }
            }
            token = page.nextPageToken();
        } while (token != null);
        return Optional.empty();
    }

    private ObjectNode data(Workspace workspace, ModelManifest manifest, Set<String> ids) {
        ObjectNode data = Json.object();
        manifest.data().forEach((dataset, pin) -> {
            ObjectNode json = data.putObject(dataset);
            json.put("snapshotId", pin.snapshotId()).put("tag", pin.tag()).put("rows", pin.rows());
            ArrayNode ingestions = json.putArray("ingestions");
            for (String ingestionId : pin.ingestionIds()) {
                ObjectNode ingestion = ingestions.addObject().put("ingestionId", ingestionId);
                ledger.find(workspace, ingestionId).ifPresent(landed -> {
                    ids.add(landed.executionId());
                    ingestion.put("executionId", landed.executionId());
                    ingestion.put("snapshotId", landed.snapshotId());
                    ingestion.put("rows", landed.rows());
                    ingestion.put("landedAt", landed.landedAt().toString());
                });
            }
        });
        return data;
    }

    private void execution(ObjectNode lineage, String name, Workspace workspace, String id, Set<String> ids) {
        ids.add(id);
        lineage.set(
                name,
                executions
                        .find(workspace, id)
                        .map(TraceLineage::brief)
                        .orElseGet(() -> Json.object().put("execution", id)));
    }

    private static ObjectNode brief(Execution execution) {
        ObjectNode json = Json.object()
                .put("execution", execution.id())
                .put("status", execution.status().name())
                .put("startedAt", execution.startedAt().toString())
                .put("correlationId", execution.correlationId());
        json.put(
                "endedAt",
                execution.endedAt() == null ? null : execution.endedAt().toString());
        return json;
    }
}
