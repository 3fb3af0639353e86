package dev.tidemill.engine.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.client.engine.TrainRequest;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.MachineInput;
import dev.tidemill.contract.workflow.TrainingInput;
import dev.tidemill.contract.workflow.WorkerOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The execution that waits for a training of ours. Safe for use by several threads once it is started. */
final class AwaitedTraining {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final LocalEngine.Api api;
    private final ProgressLines lines;
    private final AtomicReference<@Nullable String> id = new AtomicReference<>();

    AwaitedTraining(LocalEngine.Api api, ProgressLines lines) {
        this.api = api;
        this.lines = lines;
    }

    void start(TrainRequest request) {
        ObjectNode body = Json.object().put("where", TrainingInput.LOCAL).put("promote", request.promote());
        if (request.asOf() != null) {
            body.put("asOf", request.asOf().toString());
        }
        JsonNode answer = Json.parse(
                api.post("/v1/projects/" + ApiPath.segment(request.project()) + "/trainings", body.toString()));
        String started = answer.path("execution").path("id").asText();
        id.set(started);
        lines.line("start", line -> line.put("execution", started));
    }

    /** What is to be trained, once it is settled; empty when the execution has ended before. */
    Optional<MachineInput> input() throws InterruptedException {
        while (isRunning(api.get(path("")))) {
            lines.check();
            JsonNode answer = Json.parse(api.get(path("/training")));
            if (answer.path("waiting").asBoolean()) {
                lines.line(
                        "dispatch",
                        line -> line.set("data", answer.path("request").path("data")));
                return Optional.of(new MachineInput(
                        Json.read(answer.path("execution"), ExecutionContext.class), answer.path("request")));
            }
            Thread.sleep(PAUSE);
        }
        return Optional.empty();
    }

    void complete(WorkerOutcome outcome) {
        api.post(path(":complete"), Json.write(outcome));
        lines.line("complete", line -> line.put("outcome", outcome.outcome()));
    }

    /** Waits until the execution has ended. */
    String end() throws InterruptedException {
        String execution = api.get(path(""));
        while (isRunning(execution)) {
            lines.check();
            Thread.sleep(PAUSE);
            execution = api.get(path(""));
        }
        String status = Json.parse(execution).path("status").asText();
        lines.line("end", line -> line.put("status", status));
        return execution;
    }

    /** Cancels what was started, and says in words how it stands with it. */
    @SuppressWarnings("CatchingUnchecked") // whatever the client throws: there is nothing more to be done about it
    String cancel() {
        String started = id.get();
        if (started == null) {
            return ".";
        }
        try {
            api.post(path(":cancel"), "{}");
            return ", and its execution " + started + " cancelled.";
        } catch (RuntimeException e) {
            return "; its execution " + started + " could not be cancelled and waits: cancel it.";
        }
    }

    private static boolean isRunning(String execution) {
        return Json.parse(execution).path("status").asText().equals("RUNNING");
    }

    private String path(String rest) {
        return "/v1/executions/" + id.get() + rest;
    }
}
