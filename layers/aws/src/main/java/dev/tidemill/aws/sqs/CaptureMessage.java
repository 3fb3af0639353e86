package dev.tidemill.aws.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.storage.ObjectReference;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of the capture queue: the predictions of one request, or where they lie.
 *
 * @param messageVersion of this shape: 1
 * @param records JSON objects of the capture envelope; null when they lie in an object
 * @param object the object that holds this message with its records; null when they are here
 */
public record CaptureMessage(
        int messageVersion,
        String workspace,
        String model,
        @Nullable List<JsonNode> records,
        @Nullable ObjectReference object) {
    static final int CURRENT = 1;

    /**
     * Reads a message, with its records from the object store where they are not in it.
     *
     * @param capture the store that the pointer names
     * @return a message with records
     * @throws IllegalArgumentException when its version is unknown or its object is gone
     */
    public static CaptureMessage read(String body, ObjectStore capture) {
        CaptureMessage message = Json.read(body, CaptureMessage.class);
        if (message.messageVersion() != CURRENT) {
            throw new IllegalArgumentException(
                    "capture message version " + message.messageVersion() + " is unknown: expected " + CURRENT);
        }
        ObjectReference object = message.object();
        if (object == null) {
            return message;
        }
        byte[] content = capture.read(object.key())
                .orElseThrow(() -> new IllegalArgumentException(
                        "capture message points at object '" + object.key() + "', which is not there"));
        return read(new String(content, StandardCharsets.UTF_8), capture);
    }

    /** The records, which a message that {@link #read} returned always has. */
    public List<JsonNode> requireRecords() {
        if (records == null) {
            throw new IllegalArgumentException("capture message of model '" + model + "' has no records");
        }
        return records;
    }
}
