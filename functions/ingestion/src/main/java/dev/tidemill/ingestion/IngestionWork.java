package dev.tidemill.ingestion;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.Problem.Detail;
import dev.tidemill.core.failure.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Finds the use case of a step. Safe for use by several threads. */
final class IngestionWork {
    private final IngestDataset ingest;
    private final MaterializeViews materialize;
    private final PinDatasets pin;

    IngestionWork(IngestDataset ingest, MaterializeViews materialize, PinDatasets pin) {
        this.ingest = ingest;
        this.materialize = materialize;
        this.pin = pin;
    }

    /**
     * Does one step.
     *
     * @param remaining the time until the process is stopped
     */
    WorkerOutcome step(WorkerCall call, Supplier<Duration> remaining) {
        return switch (call.action()) {
            case "ingest" -> ingest.ingest(call.execution(), Json.read(call.request(), IngestRequest.class), remaining);
            case "materialize" ->
                materialize.materialize(call.execution(), Json.read(call.request(), MaterializeRequest.class));
            case "pin" -> pin.pin(call.execution());
            default ->
                throw new ProblemException(
                        "UNKNOWN_ACTION",
                        "The function ingestion has no action '" + call.action() + "'",
                        List.of(new Detail("action", String.valueOf(call.action()), "ingest, materialize or pin")));
        };
    }
}
