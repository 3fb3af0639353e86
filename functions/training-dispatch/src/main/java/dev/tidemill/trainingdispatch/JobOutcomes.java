package dev.tidemill.trainingdispatch;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The outcomes that a training's attempts left in the artifacts store. */
final class JobOutcomes {
    private static final Pattern KEY = Pattern.compile(".*/attempt-([0-9]+)/outcome\\.json");

    private final ObjectStore artifacts;

    JobOutcomes(ObjectStore artifacts) {
        this.artifacts = artifacts;
    }

    /** Where an execution's objects lie. */
    static String folder(Workspace workspace, String executionId) {
        return ExecutionContext.folder(workspace, executionId);
    }

    /** The outcome of the last attempt that left one; empty when none did. */
    Optional<WorkerOutcome> newest(Workspace workspace, String executionId) {
        return artifacts.list(folder(workspace, executionId) + "attempt-").stream()
                .filter(key -> KEY.matcher(key).matches())
                .max(Comparator.comparingInt(JobOutcomes::attempt))
                .flatMap(artifacts::read)
                .map(content -> Json.read(new String(content, StandardCharsets.UTF_8), WorkerOutcome.class));
    }

    /** The problem of a job that has ended and left no outcome: what it ended by, and each attempt's exit code. */
    static Problem missing(String status, String reason, List<Integer> exitCodes) {
        List<Problem.Detail> attempts = IntStream.range(0, exitCodes.size())
                .mapToObj(i -> new Problem.Detail(
                        "attempt " + (i + 1),
                        "exit code " + word(exitCodes.get(i)),
                        "exit code 0 or 10 and an outcome"))
                .toList();
        String codes = exitCodes.isEmpty()
                ? "without an attempt"
                : "after exit codes "
                        + exitCodes.stream().map(JobOutcomes::word).collect(Collectors.joining(", "));
        return new Problem(
                "TRAINING_JOB_FAILED",
                "The training's job ended " + status + " " + codes + " and left no outcome."
                        + (reason.isEmpty() ? "" : " Batch says: " + reason),
                attempts);
    }

    private static String word(int exitCode) {
        return exitCode < 0 ? "none" : Integer.toString(exitCode);
    }

    private static int attempt(String key) {
        Matcher matcher = KEY.matcher(key);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }
}
