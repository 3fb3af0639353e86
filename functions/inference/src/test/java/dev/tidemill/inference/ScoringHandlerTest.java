package dev.tidemill.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.columnar.CaptureLog;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.Ulid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringHandlerTest {
    private static final String ID = Ulid.derived(Towns.NOON, "score");
    private static final String FILE = """
            town,height,wind,sunny,since,at
            AA,100,1.5,true,,2026-01-10T12:00:00Z
            AA,100,,,2026-01-01T00:00:00+01:00,2026-01-10T09:30:00Z
            BB,5,2,false,,2026-01-10T12:00:00Z
            AA,30,2,false,,2026-01-11T12:00:00Z
            AA,100,1.5,true,,2026-01-10T11:00:00Z
            """;

    @TempDir
    private Path folder;

    private Towns towns;
    private ScoringHandler handler;

    @BeforeEach
    void serve() {
        towns = new Towns(folder);
        towns.champion();
        towns.weather("""
                town,hour,temp
                AA,2026-01-10T08:00:00Z,-9.5
                AA,2026-01-10T10:00:00Z,4.5
                """);
        handler = towns.scoring(2);
    }

    private ObjectNode upload(String csv) {
        String sha256 = Sha256.hex(csv);
        String key = "w/default/raw/towns/_scoring/" + sha256;
        towns.uploads.write(key, csv.getBytes(StandardCharsets.UTF_8), "text/csv");
        return Json.object()
                .put("model", "frost")
                .put("alias", "champion")
                .put("key", key)
                .put("sha256", sha256);
    }

    private JsonNode step(String action, JsonNode request, JsonNode previous, JsonNode item) {
        return Towns.invoke(handler, Towns.call(action, request, previous, item));
    }

    private JsonNode plan(JsonNode request) {
        return Towns.invoke(handler, Towns.call("plan", request, null, null));
    }

    private String results() {
        return new String(
                towns.artifacts
                        .read("w/default/executions/" + ID + "/results.csv")
                        .orElseThrow(),
                StandardCharsets.UTF_8);
    }

    private JsonNode score(String csv) {
        ObjectNode request = upload(csv);
        JsonNode plan = plan(request);
        assertThat(plan.path("outcome").asText()).as(plan.toString()).isEqualTo("SUCCEEDED");
        ObjectNode scored = Json.object();
        scored.set("plan", plan.get("result"));
        ArrayNode chunks = scored.putArray("chunks");
        plan.at("/result/chunks").forEach(chunk -> {
            JsonNode outcome = step("score", request, plan, chunk);
            assertThat(outcome.path("outcome").asText()).as(outcome.toString()).isEqualTo("SUCCEEDED");
            chunks.add(outcome.get("result"));
        });
        ObjectNode previous = Json.object().put("outcome", "SUCCEEDED");
        previous.set("result", scored);
        previous.putArray("events");
        return step("finish", request, previous, Json.mapper().nullNode());
    }

    private List<CapturedPrediction> captured() {
        try (Sandbox sandbox = Sandbox.open(folder, "read", new SandboxSettings(128L << 20, 1))) {
            List<Path> files = new ArrayList<>();
            for (String key : towns.capture.list("w/default/frost/2026-01-10/12/batch-")) {
                Path file = sandbox.newFile(".parquet");
                towns.capture.download(key, file);
                files.add(file);
            }
            return CaptureLog.read(sandbox, files);
        }
    }

    @Test
    void scoring_file_predictsEveryRowAtItsOwnTime() {
        JsonNode finished = score(FILE);
        assertThat(finished.at("/result/rows").asInt()).isEqualTo(5);
        assertThat(finished.at("/result/predictions").asInt()).isEqualTo(5);
        assertThat(finished.at("/result/resultKey").asText()).isEqualTo("w/default/executions/" + ID + "/results.csv");
        List<String> lines = results().lines().toList();
        assertThat(lines).hasSize(6);
        assertThat(lines.getFirst()).isEqualTo("row,prediction_id,town,at,probability,prediction");
        assertThat(lines.get(2)).startsWith("1," + Ulid.derived(Towns.NOON, ID + 1) + ",AA,2026-01-10T09:30:00Z,");
        List<CapturedPrediction> captured = captured();
        assertThat(captured).hasSize(5);
        CapturedPrediction second = captured.stream()
                .filter(prediction -> prediction.id().equals(Ulid.derived(Towns.NOON, ID + 1)))
                .findFirst()
                .orElseThrow();
        assertThat(second.channel()).isEqualTo("batch");
        assertThat(second.executionId()).isEqualTo(ID);
        assertThat(second.features().get("weather.temp"))
                .isEqualTo(new CapturedPrediction.LookedUp("-9.5", 5400L, "PRESENT", "store"));
        assertThat(captured)
                .extracting(prediction -> prediction.features().get("weather.temp"))
                .extracting("status")
                .containsOnly("PRESENT", "MISSING", "STALE");
    }

    @Test
    void scoring_again_givesTheSameIdsKeysAndResults() {
        score(FILE);
        String first = results();
        List<String> keys = towns.capture.list("");
        score(FILE);
        assertThat(results()).isEqualTo(first);
        assertThat(towns.capture.list("")).isEqualTo(keys);
    }

    @Test
    void scoring_agreesWithInferenceToTheBit() {
        score(FILE);
        towns.temperature("AA", 4.5, Towns.NOON.minusSeconds(7200));
        String body = """
                {"inputs":[{"name":"town","shape":[1],"datatype":"BYTES","data":["AA"]},
                {"name":"height","shape":[1],"datatype":"INT64","data":[100]},
                {"name":"wind","shape":[1],"datatype":"FP64","data":[1.5]},
                {"name":"sunny","shape":[1],"datatype":"BOOL","data":[true]}]}""";
        Towns.invoke(
                towns.inference(),
                Json.object()
                        .put("httpMethod", "POST")
                        .put("path", "/v2/models/frost/infer")
                        .put("body", body));
        CapturedPrediction online = Json.read(towns.queue.records().getFirst(), CapturedPrediction.class);
        List<String> cells = List.of(results().lines().toList().get(1).split(",", -1));
        assertThat(cells.get(4)).isEqualTo(String.valueOf(online.output().get("probability")));
        assertThat(captured().stream().filter(batch -> batch.id().equals(cells.get(1))))
                .singleElement()
                .satisfies(batch -> assertThat(batch.keyHash()).isEqualTo(online.keyHash()));
    }

    @Test
    void plan_badFiles_areRefusedWhole() {
        JsonNode rows = plan(upload(FILE + "aa,x,,,,2026-01-10T12:00:00Z\n"));
        assertThat(rows.at("/problem/code").asText()).isEqualTo("INVALID_ROWS");
        assertThat(rows.at("/problem/details").toString()).contains("line 7, column height");
        assertThat(plan(upload("town,height\nAA,1\n")).at("/problem/code").asText())
                .isEqualTo("INVALID_FILE");
        ObjectNode request = upload(FILE);
        assertThat(plan(request.deepCopy().put("sha256", "0".repeat(64)))
                        .at("/problem/code")
                        .asText())
                .isEqualTo("CHECKSUM_MISMATCH");
        assertThat(plan(request.deepCopy().put("key", "w/default/raw/towns/none"))
                        .at("/problem/code")
                        .asText())
                .isEqualTo("UPLOAD_NOT_FOUND");
        assertThat(plan(request.deepCopy().put("key", "w/other/raw/towns/none"))
                        .at("/problem/code")
                        .asText())
                .isEqualTo("INVALID_REQUEST");
        assertThat(plan(request.deepCopy().put("alias", "best"))
                        .at("/problem/code")
                        .asText())
                .isEqualTo("NO_SUCH_ALIAS");
        assertThat(towns.artifacts.list("w/default/executions/")).isEmpty();
        assertThat(towns.capture.list("")).isEmpty();
    }

    @Test
    void verify_goldenRowsThroughArrow_areReproduced() {
        JsonNode outcome = Towns.invoke(handler, Towns.call("verify", InferenceHandlerTest.request(1), null, null));
        assertThat(outcome.path("outcome").asText()).as(outcome.toString()).isEqualTo("SUCCEEDED");
        assertThat(outcome.at("/result/goldenRows").asInt()).isEqualTo(20);
    }

    @Test
    void verify_otherOutput_fails() {
        towns.forged();
        JsonNode outcome = Towns.invoke(handler, Towns.call("verify", InferenceHandlerTest.request(2), null, null));
        assertThat(outcome.at("/problem/code").asText()).isEqualTo("GOLDEN_ROWS_DIFFER");
        assertThat(outcome.at("/problem/message").asText()).startsWith("Batch scoring");
    }

    @Test
    void step_unknownOrWithoutWhatItWorksOn_isAKnownFailure() {
        assertThat(plan(Json.object().put("key", "k").put("sha256", "s"))
                        .at("/problem/code")
                        .asText())
                .isEqualTo("INVALID_REQUEST");
        assertThat(Towns.invoke(handler, Towns.call("dance", Json.object(), null, null))
                        .at("/problem/code")
                        .asText())
                .isEqualTo("UNKNOWN_ACTION");
        assertThat(Towns.invoke(handler, Towns.call("finish", Json.object(), null, null))
                        .at("/problem/code")
                        .asText())
                .isEqualTo("INVALID_CALL");
    }
}
