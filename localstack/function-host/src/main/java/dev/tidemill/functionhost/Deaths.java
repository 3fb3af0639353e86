package dev.tidemill.functionhost;

import dev.tidemill.functionhost.Invocation.Outcome.Failed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a caller is told when a process ended before it answered, in Lambda's words where Lambda has some. */
final class Deaths {
    private Deaths() {}

    static Failed timedOut(Invocation invocation, Duration timeout) {
        return Failed.of(
                "Sandbox.Timedout",
                "RequestId: %s Error: Task timed out after %d.00 seconds"
                        .formatted(invocation.requestId(), timeout.toSeconds()));
    }

    static Failed startTimedOut(Duration limit) {
        return Failed.of(
                "Sandbox.Timedout", "The function did not start within %d seconds".formatted(limit.toSeconds()));
    }

    static Failed tooLarge(@Nullable Invocation invocation, int limitMb, long usedMb) {
        return Failed.of(
                "Runtime.OutOfMemory",
                "%sError: Runtime exited with error: signal: killed (memory size %d MB, used %d MB)"
                        .formatted(
                                invocation == null ? "" : "RequestId: " + invocation.requestId() + " ",
                                limitMb,
                                usedMb));
    }

    static Failed exited(Invocation invocation, int status) {
        return Failed.of(
                "Runtime.ExitError",
                "RequestId: %s Error: Runtime exited with error: %s".formatted(invocation.requestId(), words(status)));
    }

    static Failed exitedAtStart(int status) {
        return Failed.of("Runtime.ExitError", "Runtime exited while it started: " + words(status));
    }

    static Failed hostStopped() {
        return Failed.of("Runtime.HostStopped", "The function host is stopping");
    }

    private static String words(int status) {
        return status > 128 && status < 160 ? "signal " + (status - 128) : "exit status " + status;
    }
}
