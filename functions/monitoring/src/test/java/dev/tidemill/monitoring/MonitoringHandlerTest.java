package dev.tidemill.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.FakeContext;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.WorkerCall;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitoringHandlerTest {
    @TempDir
    Path folder;

    @Test
    void handleRequest_labelsWithoutChampion_succeeds() throws IOException {
        JsonNode outcome = handle("labels", Json.object().put("model", "parcel-delay"));

        assertThat(outcome.toString())
                .isEqualTo("{\"outcome\":\"SUCCEEDED\",\"result\":{\"status\":\"no-champion\"},\"events\":[]}");
    }

    @Test
    void handleRequest_unknownAction_isAKnownFailure() throws IOException {
        JsonNode outcome = handle("dance", Json.object());

        assertThat(outcome.path("outcome").asText()).isEqualTo("FAILED");
        assertThat(outcome.at("/problem/code").asText()).isEqualTo("UNKNOWN_ACTION");
        assertThat(outcome.at("/problem/details/0/expected").asText()).isEqualTo("labels or report");
    }

    @Test
    void handleRequest_reportWithoutLabels_isAKnownFailure() throws IOException {
        assertThat(handle("report", Json.object()).at("/problem/code").asText()).isEqualTo("NO_LABELS");
    }

    @Test
    void config_missingVariables_areAllNamed() {
        assertThatThrownBy(() -> MonitoringConfig.of(Map.of("TIDEMILL_LAKE_BUCKET", "lake")))
                .hasMessageContaining("TIDEMILL_ARTIFACTS_BUCKET")
                .hasMessageContaining("TIDEMILL_CAPTURE_BUCKET")
                .hasMessageContaining("TIDEMILL_REGISTRY_TABLE");
        assertThatThrownBy(() -> CaptureConfig.of(Map.of("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")))
                .hasMessageContaining("TIDEMILL_CAPTURE_BUCKET")
                .hasMessageContaining("'128'");
        assertThatThrownBy(() -> CaptureConfig.of(Map.of("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "much")))
                .hasMessageContaining("'much'");
    }

    @Test
    void config_deployed_leavesRoomForTheHeap() {
        MonitoringConfig config = MonitoringConfig.of(Map.of(
                "TIDEMILL_LAKE_BUCKET", "lake",
                "TIDEMILL_ARTIFACTS_BUCKET", "artifacts",
                "TIDEMILL_CAPTURE_BUCKET", "capture",
                "TIDEMILL_REGISTRY_TABLE", "registry",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "3008"));

        assertThat(config.database().memoryBytes()).isEqualTo(601L << 20);
        assertThat(config.glueCatalog()).isEmpty();
    }

    private JsonNode handle(String action, JsonNode request) throws IOException {
        WorkerCall call = new WorkerCall(action, Parcels.EXECUTION, request, null, null, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Parcels parcels = new Parcels(folder);
        MonitoringHandler handler =
                new MonitoringHandler(new MonitorModel(parcels.joinLabels(), parcels.writeReport()));
        handler.handleRequest(
                new ByteArrayInputStream(Json.write(call).getBytes(StandardCharsets.UTF_8)), out, new FakeContext());
        return Json.parse(out.toString(StandardCharsets.UTF_8));
    }
}
