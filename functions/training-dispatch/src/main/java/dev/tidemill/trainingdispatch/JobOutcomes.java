package dev.tidemill.trainingdispatch;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The outcomes that a training's attempts left in the artifacts store. */
final class JobOutcomes {
    private static final Pattern KEY = Pattern.compile(".*/attempt-([0-9]+)/outcome\\.json");

    private final ObjectStore artifacts;

    JobOutcomes(ObjectStore artifacts) {
        this.artifacts = artifacts;
    }

    /** Where an execution's objects lie. */
    static String folder(Workspace workspace, String executionId) {
        return "w/" + workspace.name() + "/executions/" + executionId + "/";
    }

    /** The outcome of the last attempt that left one; empty when none did. */
    Optional<WorkerOutcome> newest(Workspace workspace, String executionId) {
        return artifacts.list(folder(workspace, executionId) + "attempt-").stream()
                .filter(key -> KEY.matcher(key).matches())
                .max(Comparator.comparingInt(JobOutcomes::attempt))
                .flatMap(artifacts::read)
                .map(content -> Json.read(new String(content, StandardCharsets.UTF_8), WorkerOutcome.class));
    }

    private static int attempt(String key) {
        Matcher matcher = KEY.matcher(key);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }
}
