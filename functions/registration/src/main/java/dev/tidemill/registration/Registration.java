package dev.tidemill.registration;

import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.Problem;
import java.time.InstantSource;
import java.util.List;

/**
 * Finds the use case of a step.
 *
 * @param clock read once a step
 */
record Registration(
        RegisterModel register, PromoteVersion promote, FailRun failRun, RebuildRegistry rebuild, InstantSource clock) {
    WorkerOutcome step(WorkerCall call) {
        return switch (call.action()) {
            case "register" -> register.register(call, clock.instant());
            case "promote" -> promote.promote(call, clock.instant());
            case "fail-run" -> failRun.fail(call, clock.instant());
            case "rebuild-registry" -> rebuild.rebuild(call);
            default ->
                WorkerOutcome.failed(new Problem(
                        "UNKNOWN_ACTION",
                        "The function registration has no action '" + call.action() + "'.",
                        List.of(new Problem.Detail(
                                "action",
                                String.valueOf(call.action()),
                                "register, promote, fail-run or rebuild-registry"))));
        };
    }
}
