package dev.tidemill.monitoring;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.Telemetry;
import dev.tidemill.contract.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/** Messages of the capture queue, of which those that failed are named so that only they come again. */
public final class CaptureHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureHandler.class);

    private final DrainCaptures captures;

    public CaptureHandler() {
        this(CaptureWiring.fromEnvironment());
    }

    CaptureHandler(DrainCaptures captures) {
        this.captures = captures;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        List<DrainCaptures.Message> messages = new ArrayList<>();
        for (JsonNode message : Json.mapper().readTree(in).path("Records")) {
            messages.add(new DrainCaptures.Message(
                    message.path("messageId").asText(), message.path("body").asText()));
        }
        ObjectNode answer = Json.object();
        ArrayNode failures = answer.putArray("batchItemFailures");
        try (Telemetry telemetry = Telemetry.begin(context, context.getAwsRequestId(), Map.of("action", "capture"))) {
            DrainCaptures.Drained drained = captures.drain(messages);
            drained.failed().forEach((id, reason) -> {
                LOG.error("message {} is to be delivered again: {}", id, reason);
                failures.addObject().put("itemIdentifier", id);
            });
            LOG.info(
                    "{} predictions filed in {} objects",
                    drained.predictions(),
                    drained.keys().size());
            telemetry.measure(metrics -> {
                metrics.addMetric("CapturedPredictions", (double) drained.predictions(), MetricUnit.COUNT);
                metrics.addMetric("FailedMessages", drained.failed().size(), MetricUnit.COUNT);
            });
        }
        Json.write(out, answer);
    }
}
