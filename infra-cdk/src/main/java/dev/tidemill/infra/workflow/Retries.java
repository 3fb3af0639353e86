package dev.tidemill.infra.workflow;

import java.util.List;
import java.util.Map;

/**
 * What is tried again, and how often. A known failure is a returned value and never comes here; what a worker throws
 * means "try again", whatever its class, so it is matched by {@code States.TaskFailed} after the errors that no repetition
 * cures. Delays double up to a bound and are spread by full jitter.
 */
final class Retries {
    /** Reported under a task token by a dispatch that could not submit for a passing reason. */
    static final String TRY_AGAIN = "Tidemill.TryAgain";

    private static final List<String> THROTTLED_OR_DOWN = List.of(
            "Lambda.TooManyRequestsException",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.ClientExecutionTimeoutException");

    private static final List<String> NEVER = List.of(
            "States.Permissions",
            "States.QueryEvaluationError",
            "States.DataLimitExceeded",
            "Lambda.ResourceNotFoundException",
            "Lambda.InvalidParameterValueException",
            "Lambda.RequestTooLargeException",
            "Lambda.KMSAccessDeniedException");

    private Retries() {}

    static List<Object> ofWorker() {
        return List.of(never(), retry(THROTTLED_OR_DOWN, 6, 1, 30), retry(List.of("States.TaskFailed"), 2, 2, 30));
    }

    /** The record of an end is worth more patience: without it an execution would seem to run for ever. */
    static List<Object> ofRecord() {
        return List.of(never(), retry(THROTTLED_OR_DOWN, 10, 1, 60), retry(List.of("States.TaskFailed"), 6, 2, 60));
    }

    /**
     * A token task's errors come from whoever holds the token too: only those that say so are tried again, or a job that
     * has ended would be waited for once more. The function reports its own exceptions as {@link #TRY_AGAIN}.
     */
    static List<Object> ofTokenTask() {
        return List.of(
                retry(THROTTLED_OR_DOWN, 6, 1, 30),
                retry(List.of(TRY_AGAIN, "Lambda.Unknown", "Sandbox.Timedout", "Runtime.ExitError"), 3, 2, 30));
    }

    private static Map<String, Object> never() {
        return WorkflowBuilder.asl("ErrorEquals", NEVER, "MaxAttempts", 0);
    }

    private static Map<String, Object> retry(List<String> errors, int attempts, int seconds, int maxDelay) {
        return WorkflowBuilder.asl(
                "ErrorEquals", errors,
                "IntervalSeconds", seconds,
                "MaxAttempts", attempts,
                "BackoffRate", 2,
                "MaxDelaySeconds", maxDelay,
                "JitterStrategy", "FULL");
    }
}
