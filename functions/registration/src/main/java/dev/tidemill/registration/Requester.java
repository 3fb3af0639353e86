package dev.tidemill.registration;

import dev.tidemill.contract.workflow.WorkerCall;

/** In whose name an execution acts. */
final class Requester {
    private Requester() {}

    /** Whoever asked for the execution; the execution itself where nobody did, or nobody is told apart. */
    static String of(WorkerCall call) {
        return call.request()
                .path("requestedBy")
                .asText("execution/" + call.execution().id());
    }
}
