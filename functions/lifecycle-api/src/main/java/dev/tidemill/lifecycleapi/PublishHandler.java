package dev.tidemill.lifecycleapi;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.dynamodb.OutboxItems;
import dev.tidemill.aws.lambda.Telemetry;
import dev.tidemill.contract.Json;
import dev.tidemill.core.event.Event;
import dev.tidemill.lifecycleapi.trigger.PublishOutbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Publishes what the lifecycle table's stream brings of the outbox; records that failed are named and come again. */
public final class PublishHandler implements RequestStreamHandler {
    private final PublishOutbox publish;

    /** As Lambda makes it. */
    public PublishHandler() {
        this(LifecycleApiWiring.fromEnvironment().publishOutbox());
    }

    PublishHandler(PublishOutbox publish) {
        this.publish = publish;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        JsonNode batch = Json.read(in, JsonNode.class);
        Map<String, Event> events = new LinkedHashMap<>();
        for (JsonNode record : batch.path("Records")) {
            String name = record.path("dynamodb").path("SequenceNumber").asText();
            OutboxItems.event(record).ifPresent(event -> events.put(name, event));
        }
        try (Telemetry telemetry = Telemetry.begin(context, correlation(events, context), Map.of())) {
            List<String> failed = publish.publish(events);
            for (int i = failed.size(); i < events.size(); i++) {
                telemetry.count("EventsPublished");
            }
            ObjectNode answer = Json.object();
            ArrayNode failures = answer.putArray("batchItemFailures");
            failed.forEach(name -> failures.addObject().put("itemIdentifier", name));
            Json.write(out, answer);
        }
    }

    private static String correlation(Map<String, Event> events, Context context) {
        return events.values().stream().map(Event::correlationId).findFirst().orElse(context.getAwsRequestId());
    }
}
