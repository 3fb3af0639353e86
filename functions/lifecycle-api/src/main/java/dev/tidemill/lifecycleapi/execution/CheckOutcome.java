package dev.tidemill.lifecycleapi.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.MachineInput;
import dev.tidemill.contract.workflow.TrainingInput;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.ObjectReference;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.learning.ModelBundle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds an outcome that a caller tells of its own training against what it left: the manifest is that of this execution,
 * the bundle loads and has the hash that both name, every file is there with its size, and nothing was trained on other
 * data than was given. The hash of a file too large to be read here is not computed: its address let no other content in.
 */
final class CheckOutcome {
    private static final long LARGEST_READ = 64L << 20;

    private final ObjectStore artifacts;
    private final OwnFiles own;
    private final MachineInput input;
    private final List<Problem.Detail> faults = new ArrayList<>();

    CheckOutcome(ObjectStore artifacts, OwnFiles own, MachineInput input) {
        this.artifacts = artifacts;
        this.own = own;
        this.input = input;
    }

    /**
     * @throws ProblemException {@code INVALID_OUTCOME} with everything that is wrong, {@code INCOMPLETE_MANIFEST} or
     *     {@code CORRUPT_BUNDLE}
     */
    void check(WorkerOutcome outcome) {
        if (!outcome.events().isEmpty()) {
            fault("outcome.events", outcome.events().size() + " events", "none: a trainer tells no events");
        }
        if (outcome.outcome().equals(WorkerOutcome.FAILED)) {
            requireProblem(outcome.problem());
        } else if (outcome.hasSucceeded()) {
            requireVersion(outcome.result() == null ? Json.object() : outcome.result());
        } else {
            fault("outcome.outcome", outcome.outcome(), "SUCCEEDED or FAILED");
        }
        tell();
    }

    private void requireProblem(@Nullable Problem problem) {
        if (problem == null || problem.code().isBlank() || problem.message().isBlank()) {
            fault("outcome.problem", String.valueOf(problem), "code, message and details of why it failed");
        }
    }

    private void requireVersion(JsonNode result) {
        same("outcome.result.manifestKey", result.path("manifestKey").asText(), own.folder() + "manifest.json");
        same("outcome.result.runId", result.path("runId").asText(), own.runId());
        tell();
        byte[] json = artifacts.read(own.folder() + "manifest.json").orElse(null);
        if (json == null) {
            fault(own.folder() + "manifest.json", "nothing", "the training's manifest");
            tell();
            return;
        }
        ModelManifest manifest = Json.read(new String(json, StandardCharsets.UTF_8), ModelManifest.class);
        manifest.requireComplete();
        requireOwn(manifest);
        requireData(manifest.data());
        same("outcome.result.bundleSha256", result.path("bundleSha256").asText(), manifest.bundleSha256());
        same("outcome.result.decision", result.path("decision").asText(), manifest.decision());
        tell();
        manifest.artifacts().forEach(this::requireFile);
        tell();
        ModelBundle.load(
                name -> artifacts.read(manifest.bundleKey() + "/" + name).orElse(null), manifest.bundleSha256());
    }

    private void requireOwn(ModelManifest manifest) {
        ExecutionContext execution = input.execution();
        same("manifest.workspace", manifest.workspace(), execution.workspace());
        same("manifest.project", manifest.project(), execution.project());
        same("manifest.revision", manifest.revision(), execution.revision());
        same("manifest.executionId", manifest.executionId(), execution.id());
        same("manifest.runId", manifest.runId(), own.runId());
        same("manifest.bundleKey", manifest.bundleKey(), own.folder() + "bundle");
    }

    private void requireData(Map<String, ModelManifest.DataPin> data) {
        Map<String, Long> given = TrainingInput.pins(input.request());
        data.forEach((dataset, pin) -> {
            if (!Optional.of(pin.snapshotId()).equals(Optional.ofNullable(given.get(dataset)))) {
                fault(
                        "manifest.data." + dataset + ".snapshotId",
                        String.valueOf(pin.snapshotId()),
                        String.valueOf(given.get(dataset)));
            }
        });
    }

    private void requireFile(ObjectReference file) {
        if (!file.store().equals(artifacts.alias()) || !own.holds(file.key())) {
            fault("manifest.artifacts", file.store() + "/" + file.key(), own.expected());
            return;
        }
        long size = artifacts.size(file.key()).orElse(-1L);
        if (size != file.size()) {
            fault(file.key(), size < 0 ? "nothing" : size + " bytes", file.size() + " bytes");
        } else if (size <= LARGEST_READ) {
            same(
                    "SHA-256 of " + file.key(),
                    artifacts.read(file.key()).map(Sha256::hex).orElse("nothing"),
                    file.sha256());
        }
    }

    private void same(String place, String value, String expected) {
        if (!value.equals(expected)) {
            fault(place, value, expected);
        }
    }

    private void fault(String place, String value, String expected) {
        faults.add(new Problem.Detail(place, value, expected));
    }

    private void tell() {
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    "INVALID_OUTCOME", "The outcome does not agree with what the training left.", faults);
        }
    }
}
