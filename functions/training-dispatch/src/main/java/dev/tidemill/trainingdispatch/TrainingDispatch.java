package dev.tidemill.trainingdispatch;

import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;

/** Finds the use case of a step. */
record TrainingDispatch(DispatchTraining dispatch, TerminateTraining terminate) {
    WorkerOutcome step(WorkerCall call) {
        return switch (call.action()) {
            case "dispatch" -> dispatch.dispatch(call);
            case "terminate" -> terminate.terminate(call);
            default ->
                throw new IllegalArgumentException("action '" + call.action() + "': expected dispatch or terminate");
        };
    }
}
