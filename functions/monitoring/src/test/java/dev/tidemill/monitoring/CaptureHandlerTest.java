package dev.tidemill.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.FakeContext;
import dev.tidemill.contract.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureHandlerTest {
    @TempDir
    Path folder;

    @Test
    void handleRequest_poison_isTheOnlyFailureReported() throws IOException {
        Parcels parcels = new Parcels(folder);
        ObjectNode event = Json.object();
        ArrayNode records = event.putArray("Records");
        records.addObject()
                .put("messageId", "good")
                .put("body", Parcels.message(List.of(Parcels.prediction("p1", Parcels.NOON))));
        records.addObject().put("messageId", "poison").put("body", "?");

        JsonNode answer = handle(new CaptureHandler(parcels.drain()), event);

        assertThat(answer.toString()).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"poison\"}]}");
        assertThat(parcels.capture.list("w/default/parcel-delay/")).hasSize(1);
    }

    private static JsonNode handle(CaptureHandler handler, JsonNode event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)), out, new FakeContext());
        return Json.parse(out.toString(StandardCharsets.UTF_8));
    }
}
