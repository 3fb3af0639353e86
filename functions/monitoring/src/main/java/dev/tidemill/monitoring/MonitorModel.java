package dev.tidemill.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.util.List;

/** The steps of a monitoring by name: {@code labels}, then {@code report}. */
final class MonitorModel {
    private final JoinLabels labels;
    private final WriteReport report;

    MonitorModel(JoinLabels labels, WriteReport report) {
        this.labels = labels;
        this.report = report;
    }

    /**
     * Does one step.
     *
     * @throws ProblemException {@code UNKNOWN_ACTION}, {@code NO_LABELS} or what the step fails by
     */
    WorkerOutcome step(WorkerCall call) {
        return switch (call.action()) {
            case "labels" -> labels.join(call.execution(), Json.read(call.request(), MonitoringRequest.class));
            case "report" -> report.report(call.execution(), result(call));
            default ->
                throw new ProblemException(
                        "UNKNOWN_ACTION",
                        "The monitoring function has no action '" + call.action() + "'.",
                        List.of(new Problem.Detail("action", call.action(), "labels or report")));
        };
    }

    private static JsonNode result(WorkerCall call) {
        JsonNode previous = call.previous();
        JsonNode result = previous == null ? null : previous.get("result");
        if (result == null || !result.isObject()) {
            throw new ProblemException(
                    "NO_LABELS",
                    "A report is made of what joining the labels found, which is not there.",
                    List.of(new Problem.Detail("previous.result", String.valueOf(result), "the result of labels")));
        }
        return result;
    }
}
