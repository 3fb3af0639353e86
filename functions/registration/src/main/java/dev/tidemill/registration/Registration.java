package dev.tidemill.registration;

import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import java.time.InstantSource;

/**
 * Finds the use case of a step.
 *
 * @param clock read once a step
 */
record Registration(RegisterModel register, PromoteVersion promote, FailRun failRun, InstantSource clock) {
    WorkerOutcome step(WorkerCall call) {
        return switch (call.action()) {
            case "register" -> register.register(call, clock.instant());
            case "promote" -> promote.promote(call, clock.instant());
            case "fail-run" -> failRun.fail(call, clock.instant());
            default ->
                throw new IllegalArgumentException(
                        "action '" + call.action() + "': expected register, promote or fail-run");
        };
    }
}
