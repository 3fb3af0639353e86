package dev.tidemill.registration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.contract.workflow.WorkerOutcome.OutcomeEvent;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.AliasRule;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Origin;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.core.registry.VersionStatus;
import dev.tidemill.core.storage.ObjectReference;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.tracking.Tracking;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a model version of what a training left. The version is keyed by the execution: registering again finds the
 * version made before.
 */
final class RegisterModel {
    private static final String CHAMPION = "champion";

    private final ObjectStore artifacts;
    private final Registry registry;
    private final Tracking tracking;

    RegisterModel(ObjectStore artifacts, Registry registry, Tracking tracking) {
        this.artifacts = artifacts;
        this.registry = registry;
        this.tracking = tracking;
    }

    /**
     * What registration answers.
     *
     * @param decision of the gates: {@code pass}, {@code fail} or {@code undecided}
     */
    record Registered(String model, int version, String decision, String runId, String promote) {}

    /**
     * Registers.
     *
     * @throws ProblemException {@code NO_MANIFEST}, {@code INCOMPLETE_MANIFEST}, {@code FOREIGN_MANIFEST} or
     *     {@code MISSING_ARTIFACTS} when the training's record is not whole
     */
    WorkerOutcome register(WorkerCall call, Instant now) {
        ExecutionContext execution = call.execution();
        JsonNode trained =
                call.previous() == null ? Json.object() : call.previous().path("result");
        String manifestKey = trained.path("manifestKey").asText("");
        byte[] content =
                manifestKey.isEmpty() ? null : artifacts.read(manifestKey).orElse(null);
        if (content == null) {
            throw new ProblemException(
                    "NO_MANIFEST",
                    "The training left no manifest.",
                    List.of(new Problem.Detail("previous.result.manifestKey", manifestKey, "a manifest's key")));
        }
        String json = new String(content, StandardCharsets.UTF_8);
        ModelManifest manifest = Json.read(json, ModelManifest.class);
        manifest.requireComplete();
        requireOwn(manifest, execution);
        requireArtifacts(manifest);
        Change change = new Change(
                Requester.of(call), "training ended, gates: " + manifest.decision(), execution.correlationId(), now);
        String promote = call.request().path("promote").asText("never");
        guardChampion(execution.tenant(), manifest.model(), change);
        ModelVersion version = registry.createVersion(
                draft(manifest, json, call, now), change.because(causes(execution), Map.of("promote", promote)));
        tracking.log(
                execution.tenant(),
                manifest.runId(),
                List.of(),
                Map.of(),
                Map.of(
                        "tidemill.model", version.model(),
                        "tidemill.modelVersion", Integer.toString(version.number())));
        return WorkerOutcome.succeeded(
                new Registered(version.model(), version.number(), manifest.decision(), manifest.runId(), promote),
                completed(manifest, version));
    }

    /** The model of a project serves what was trained: its champion is no version from elsewhere. */
    private void guardChampion(Workspace workspace, String model, Change change) {
        registry.createModel(workspace, model, "", Map.of(), change);
        boolean guarded = registry.model(workspace, model)
                .map(found -> found.guardedAliases().contains(CHAMPION))
                .orElse(false);
        if (!guarded) {
            registry.ruleAlias(workspace, model, CHAMPION, AliasRule.TRAINED, change);
        }
    }

    private static List<String> causes(ExecutionContext execution) {
        List<String> causes = new ArrayList<>(execution.causationIds());
        causes.add(execution.id());
        return causes;
    }

    private static ModelVersion draft(ModelManifest manifest, String json, WorkerCall call, Instant now) {
        ExecutionContext execution = call.execution();
        return new ModelVersion(
                execution.tenant(),
                manifest.model(),
                0,
                execution.id(),
                manifest.runId(),
                manifest.bundleKey(),
                json,
                CardParts.of(manifest.card()),
                manifest.decision().equals("pass") ? VersionStatus.CANDIDATE : VersionStatus.DRAFT,
                Map.of(
                        "tidemill.origin", "trained",
                        "tidemill.project", manifest.project(),
                        "tidemill.decision", manifest.decision()),
                now,
                now,
                Requester.of(call),
                Origin.trained(),
                "",
                List.of());
    }

    private static void requireOwn(ModelManifest manifest, ExecutionContext execution) {
        List<Problem.Detail> foreign = new ArrayList<>();
        compare(foreign, "workspace", manifest.workspace(), execution.workspace());
        compare(foreign, "project", manifest.project(), execution.project());
        compare(foreign, "revision", manifest.revision(), execution.revision());
        compare(foreign, "executionId", manifest.executionId(), execution.id());
        if (!foreign.isEmpty()) {
            throw new ProblemException(
                    "FOREIGN_MANIFEST", "The manifest is that of another training than this one.", foreign);
        }
    }

    private static void compare(List<Problem.Detail> foreign, String field, String value, String expected) {
        if (!value.equals(expected)) {
            foreign.add(new Problem.Detail("manifest." + field, value, expected));
        }
    }

    private void requireArtifacts(ModelManifest manifest) {
        List<Problem.Detail> missing = new ArrayList<>();
        for (ObjectReference artifact : manifest.artifacts()) {
            Optional<Long> size =
                    artifact.store().equals(artifacts.alias()) ? artifacts.size(artifact.key()) : Optional.empty();
            if (!size.equals(Optional.of(artifact.size()))) {
                missing.add(new Problem.Detail(
                        artifact.store() + "/" + artifact.key(),
                        size.map(bytes -> bytes + " bytes").orElse("nothing"),
                        artifact.size() + " bytes in store " + artifacts.alias()));
            }
        }
        if (!missing.isEmpty()) {
            throw new ProblemException(
                    "MISSING_ARTIFACTS", "Artifacts that the manifest names are not there as it says.", missing);
        }
    }

    private static OutcomeEvent completed(ModelManifest manifest, ModelVersion version) {
        return new OutcomeEvent(
                "TrainingCompleted",
                version.model(),
                Json.object()
                        .put("model", version.model())
                        .put("runId", manifest.runId())
                        .put("decision", manifest.decision())
                        .put("cutOff", manifest.cutOff().toString())
                        .put("executionId", manifest.executionId()));
    }
}
