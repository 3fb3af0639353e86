package dev.tidemill.lifecycleapi;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.eventbridge.EventEnvelope;
import dev.tidemill.aws.lambda.Telemetry;
import dev.tidemill.contract.Json;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.lifecycle.Trigger;
import dev.tidemill.lifecycleapi.trigger.DecideTriggers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides on the events of the bus. */
public final class TriggerHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TriggerHandler.class);

    private final DecideTriggers decide;

    /** As Lambda makes it. */
    public TriggerHandler() {
        this(LifecycleApiWiring.fromEnvironment().decideTriggers());
    }

    TriggerHandler(DecideTriggers decide) {
        this.decide = decide;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Event event = EventEnvelope.read(Json.read(in, JsonNode.class).path("detail"));
        Map<String, String> fields =
                Map.of("workspace", event.workspace().name(), "project", event.project(), "event", event.id());
        try (Telemetry telemetry = Telemetry.begin(context, event.correlationId(), fields)) {
            Optional<Trigger> decision = decide.decide(event);
            ObjectNode answer = Json.object().put("event", event.id());
            answer.put("decision", decision.map(Trigger::decision).orElse("none"));
            answer.put("execution", decision.map(Trigger::executionId).orElse(null));
            LOG.info("{}: {}", event.type(), answer);
            telemetry.count("TriggersDecided");
            Json.write(out, answer);
        }
    }
}
