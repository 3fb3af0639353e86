package dev.tidemill.aws.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.capture.CaptureQueue;
import dev.tidemill.core.storage.ObjectReference;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;

/** One message for each request; when it would pass the limit, an object in the capture store and a message naming it. */
public final class SqsCaptureQueue implements CaptureQueue {
    private static final int MOST_BYTES = 250_000;

    private final SqsClient client;
    private final String queueUrl;
    private final ObjectStore capture;

    public SqsCaptureQueue(SqsClient client, String queueUrl, ObjectStore capture) {
        this.client = client;
        this.queueUrl = queueUrl;
        this.capture = capture;
    }

    @Override
    public void send(String workspace, String model, List<String> records) {
        if (records.isEmpty()) {
            return;
        }
        List<JsonNode> nodes = records.stream().map(Json::parse).toList();
        String body = Json.write(new CaptureMessage(CaptureMessage.CURRENT, workspace, model, nodes, null));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MOST_BYTES) {
            client.sendMessage(request -> request.queueUrl(queueUrl).messageBody(body));
            return;
        }
        String key = "w/" + workspace + "/" + model + "/oversize/" + Sha256.hex(bytes) + ".json";
        ObjectReference object = capture.write(key, bytes, "application/json");
        String pointer = Json.write(new CaptureMessage(CaptureMessage.CURRENT, workspace, model, null, object));
        client.sendMessage(request -> request.queueUrl(queueUrl).messageBody(pointer));
    }
}
