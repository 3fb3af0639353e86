package dev.tidemill.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.core.Ulid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceHandlerTest {
    private static final String TOWN = "{'name':'town','shape':[1],'datatype':'BYTES','data':['AA']}";
    private static final String HEIGHT = "{'name':'height','shape':[1],'datatype':'INT64','data':[100]}";

    @TempDir
    private Path folder;

    private Towns towns;
    private InferenceHandler handler;

    @BeforeEach
    void serve() {
        towns = new Towns(folder);
        towns.champion();
        handler = towns.inference();
    }

    @SuppressWarnings("ArrayRecordComponent") // read once
    private record Answer(int status, Map<String, String> headers, byte[] body) {
        JsonNode json() {
            return Json.parse(new String(body, StandardCharsets.UTF_8));
        }

        String error() {
            return json().path("error").asText();
        }
    }

    private Answer http(String method, String path, byte[] body, Map<String, String> headers) {
        ObjectNode event = Json.object().put("httpMethod", method).put("path", path);
        event.set("headers", Json.tree(headers));
        event.put("body", Base64.getEncoder().encodeToString(body)).put("isBase64Encoded", true);
        event.putObject("requestContext").put("requestId", "req-1");
        JsonNode answer = Towns.invoke(handler, event);
        Map<String, String> sent = new java.util.HashMap<>();
        answer.path("headers")
                .properties()
                .forEach(e -> sent.put(e.getKey(), e.getValue().asText()));
        String text = answer.path("body").asText();
        return new Answer(
                answer.path("statusCode").asInt(),
                sent,
                answer.path("isBase64Encoded").asBoolean()
                        ? Base64.getDecoder().decode(text)
                        : text.getBytes(StandardCharsets.UTF_8));
    }

    private Answer get(String path) {
        return http("GET", path, new byte[0], Map.of());
    }

    private Answer infer(String... tensors) {
        return post("{'inputs':[" + String.join(",", tensors) + "]}");
    }

    private Answer post(String json) {
        return http(
                "POST",
                "/v2/models/frost/infer",
                json.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json"));
    }

    @Test
    void server_answersEveryFixedPath() {
        assertThat(get("/v2").json().path("name").asText()).isEqualTo("tidemill");
        assertThat(get("/v2/").json().path("extensions").path(0).asText()).isEqualTo("binary_tensor_data");
        assertThat(get("/v2/health/live").json().path("live").asBoolean()).isTrue();
        assertThat(get("/w/default/v2/health/ready").json().path("ready").asBoolean())
                .isTrue();
        assertThat(get("/v2/models/frost/ready").json().path("ready").asBoolean())
                .isTrue();
        assertThat(get("/v2/models/frost/versions/1/ready").status()).isEqualTo(200);
    }

    @Test
    void metadata_inputsAreExactlyTheRequestColumns() {
        JsonNode model = get("/v2/models/frost").json();
        assertThat(model.path("inputs").findValuesAsText("name"))
                .containsExactly("town", "height", "wind", "sunny", "since");
        assertThat(model.path("inputs").findValuesAsText("datatype"))
                .containsExactly("BYTES", "INT64", "FP64", "BOOL", "BYTES");
        assertThat(model.at("/inputs/0").has("parameters")).isFalse();
        assertThat(model.at("/inputs/2/parameters/optional").asBoolean()).isTrue();
        assertThat(model.path("outputs").findValuesAsText("name"))
                .containsExactly("probability", "prediction", "prediction_id");
        assertThat(model.at("/parameters/features").toString()).isEqualTo("{\"weather.temp\":\"FP64\"}");
        assertThat(model.path("versions").toString()).isEqualTo("[\"1\"]");
    }

    @Test
    void infer_storedFeature_predictsAndCapturesBeforeTheAnswer() {
        towns.temperature("AA", -3.5, Towns.NOON.minusSeconds(7200));
        JsonNode answer =
                post("{'id':'mine','inputs':[" + TOWN + "," + HEIGHT + "]}").json();
        assertThat(answer.path("id").asText()).isEqualTo("mine");
        assertThat(answer.path("model_version").asText()).isEqualTo("1");
        assertThat(answer.at("/parameters/model_version").asText()).isEqualTo("1");
        assertThat(answer.at("/parameters/feature_status/weather.temp/0").asText())
                .isEqualTo("PRESENT");
        assertThat(answer.at("/parameters/feature_age_seconds/weather.temp/0").asLong())
                .isEqualTo(7200);
        assertThat(answer.path("outputs").findValuesAsText("name"))
                .containsExactly("probability", "prediction", "prediction_id");
        double probability = answer.at("/outputs/0/data/0").doubleValue();
        assertThat(answer.at("/outputs/1/data/0").booleanValue()).isEqualTo(probability >= 0.5);
        String id = answer.at("/outputs/2/data/0").asText();
        assertThat(Ulid.time(id)).isEqualTo(Towns.NOON);
        CapturedPrediction captured = captured(0);
        assertThat(captured.id()).isEqualTo(id);
        assertThat(captured.channel()).isEqualTo("online");
        assertThat(captured.predictionTime()).isEqualTo(Towns.NOON);
        assertThat(captured.keyHash()).isEqualTo(Json.hash(Map.of("town", "AA", "at", Towns.NOON.toString())));
        assertThat(captured.output()).containsEntry("probability", probability);
        assertThat(captured.inputs()).containsEntry("weather.temp", -3.5).containsEntry("wind", null);
        assertThat(captured.features().get("weather.temp"))
                .isEqualTo(new CapturedPrediction.LookedUp(-3.5, 7200L, "PRESENT", "store"));
        assertThat(captured.correlationId()).isEqualTo("req-1");
        assertThat(captured.executionId()).isNull();
    }

    private CapturedPrediction captured(int index) {
        return Json.read(towns.queue.records().get(index), CapturedPrediction.class);
    }

    @Test
    void infer_severalRows_judgesEachAtItsOwnTime() {
        towns.temperature("AA", -3.5, Towns.NOON.minusSeconds(7200));
        JsonNode answer = infer(
                        "{'name':'town','shape':[4,1],'datatype':'BYTES','data':[['AA'],['AA'],['AA'],['ZZ']]}",
                        "{'name':'height','shape':[4],'datatype':'INT64','data':[1,2,3,4]}",
                        "{'name':'wind','shape':[4],'datatype':'FP64','data':[1,null,2.5,null]}",
                        "{'name':'at','shape':[4],'datatype':'BYTES','data':[null,'2026-01-10T23:00:00+01:00',"
                                + "'2026-01-10T10:30:00Z','2026-01-10T10:30:00Z']}")
                .json();
        assertThat(answer.at("/parameters/feature_status/weather.temp").toString())
                .isEqualTo("[\"PRESENT\",\"STALE\",\"FUTURE\",\"MISSING\"]");
        assertThat(answer.at("/outputs/0/shape").toString()).isEqualTo("[4]");
        assertThat(towns.queue.records()).hasSize(4);
        assertThat(captured(1).request()).containsEntry("wind", null);
        assertThat(captured(1).inputs()).containsEntry("weather.temp", null);
    }

    @Test
    void infer_callerSendsAFeature_isMarked() {
        towns.temperature("AA", -3.5, Towns.NOON.minusSeconds(7200));
        infer(TOWN, HEIGHT, "{'name':'weather.temp','shape':[1],'datatype':'FP64','data':[9]}");
        assertThat(captured(0).features().get("weather.temp"))
                .isEqualTo(new CapturedPrediction.LookedUp(9.0, null, "PRESENT", "caller"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'name':'height','shape':[1],'datatype':'INT64','data':['719']}|tensor 'height', index 0: \"719\": expected a whole number of 64 bits (INT64)",
                "{'name':'height','shape':[1],'datatype':'INT64','data':[1.5]}|tensor 'height', index 0: 1.5: expected a whole number",
                "{'name':'height','shape':[1],'datatype':'FP64','data':[1]}|tensor 'height', datatype: FP64: expected INT64",
                "{'name':'height','shape':[1],'datatype':'INT32','data':[1]}|tensor 'height', datatype: INT32: expected BOOL, INT64, FP64 or BYTES",
                "{'name':'height','shape':[1],'datatype':'INT64','data':[-1]}|tensor 'height', index 0: -1: expected a number of at least 0",
                "{'name':'height','shape':[1],'datatype':'INT64','data':[null]}|tensor 'height', index 0: null: expected a whole number; it is required",
                "{'name':'height','shape':[2],'datatype':'INT64','data':[1,2]}|tensor 'height', shape: [2]: expected 1 rows, as tensor 'town' has",
                "{'name':'height','shape':[1],'datatype':'INT64','data':[1,2]}|tensor 'height', data: 2 values: expected 1 values",
                "{'name':'height','shape':[1,2],'datatype':'INT64','data':[1,2]}|tensor 'height', shape: [1,2]: expected [n] or [n,1]",
                "{'name':'height','shape':[1],'datatype':'INT64'}|tensor 'height', data: missing",
                "{'name':'height','shape':[1],'datatype':'INT64','data':[NaN]}|The JSON could not be read",
                "{'name':'wind','shape':[1],'datatype':'FP64','data':[1e999]}|tensor 'wind', index 0: ",
                "{'name':'wind','shape':[1],'datatype':'FP64','data':[1]}|tensor 'height': missing: expected INT64 of shape [1]; it is required",
                "{'name':'hieght','shape':[1],'datatype':'INT64','data':[1]}|tensor 'hieght': unknown: expected one of town, height",
                "{'name':'town','shape':[1],'datatype':'BYTES','data':['AA']}|tensor 'town': sent twice: expected each tensor once",
                "{'name':'at','shape':[1],'datatype':'BYTES','data':['2026-01-10T10:30:00']}|expected an ISO-8601 timestamp with an offset",
                "{'name':'sunny','shape':[1],'datatype':'BOOL','data':[1]}|tensor 'sunny', index 0: 1: expected true or false (BOOL)",
            })
    void infer_badTensor_namesPlaceValueAndExpectation(String tensor, String expected) {
        boolean ownHeight = tensor.contains("'height'") || expected.contains("'height': missing");
        Answer answer =
                ownHeight || expected.startsWith("tensor 'hieght'") ? infer(TOWN, tensor) : infer(TOWN, HEIGHT, tensor);
        assertThat(answer.error()).contains(expected);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(towns.queue.records()).isEmpty();
    }

    @Test
    void infer_otherFaults_haveTheirStatus() {
        String many = IntStream.range(0, 1001).mapToObj(i -> "'AA'").collect(Collectors.joining(","));
        Answer rows = infer("{'name':'town','shape':[1001],'datatype':'BYTES','data':[" + many + "]}");
        assertThat(rows.status()).isEqualTo(413);
        assertThat(rows.error()).contains("at most 1000 rows");
        assertThat(http("POST", "/v2/models/frost/infer", new byte[(4 << 20) + 1], Map.of())
                        .status())
                .isEqualTo(413);
        assertThat(get("/v2/models/forst").status()).isEqualTo(404);
        assertThat(get("/v2/models/forst").error()).contains("no model 'forst'").contains("frost");
        assertThat(get("/v2/models/frost/versions/7").error()).contains("no version 7");
        assertThat(get("/v2/models/frost/versions/best/ready").error()).contains("no alias 'best'");
        assertThat(get("/v2/models/frost/infer").status()).isEqualTo(405);
        assertThat(get("/v2/model").status()).isEqualTo(404);
        assertThat(get("/w/Bad/v2").status()).isEqualTo(404);
        assertThat(get("/w/other/v2/models/frost").status()).isEqualTo(404);
        assertThat(post("[]").error()).contains("a JSON object with inputs");
        assertThat(post("{'inputs':[]}").error()).contains("inputs: []: expected a list of tensors");
        assertThat(post("{'inputs':[" + TOWN + "," + HEIGHT + "],'outputs':[{'name':'x'}]}")
                        .error())
                .contains("output 'x': unknown: expected one of probability");
        assertThat(towns.queue.records()).isEmpty();
    }

    @Test
    void infer_queueTakesNothing_failsWithoutAnAnswerOrDetails() {
        towns.queue.breakDown();
        Answer answer = infer(TOWN, HEIGHT);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.error()).contains("req-1").doesNotContain("the queue takes nothing");
    }

    @Test
    void infer_aliasMoves_isSeenAfterFiveSeconds() {
        assertThat(infer(TOWN, HEIGHT).json().path("model_version").asText()).isEqualTo("1");
        towns.champion();
        towns.now = Towns.NOON.plusSeconds(4);
        assertThat(infer(TOWN, HEIGHT).json().path("model_version").asText()).isEqualTo("1");
        towns.now = Towns.NOON.plusSeconds(5);
        assertThat(infer(TOWN, HEIGHT).json().path("model_version").asText()).isEqualTo("2");
    }

    @Test
    void infer_binaryTensors_predictAsJsonDoes() {
        double json = infer(TOWN, HEIGHT, "{'name':'wind','shape':[1],'datatype':'FP64','data':[null]}")
                .json()
                .at("/outputs/0/data/0")
                .doubleValue();
        byte[] head = ("{'parameters':{'binary_data_output':true},'inputs':["
                        + "{'name':'town','shape':[1],'datatype':'BYTES','parameters':{'binary_data_size':6}},"
                        + "{'name':'height','shape':[1],'datatype':'INT64','parameters':{'binary_data_size':8}},"
                        + "{'name':'wind','shape':[1],'datatype':'FP64','parameters':{'binary_data_size':8}},"
                        + "{'name':'wind.valid','shape':[1],'datatype':'BOOL','parameters':{'binary_data_size':1}}]}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(head.length + 23).order(ByteOrder.LITTLE_ENDIAN);
        body.put(head)
                .putInt(2)
                .put(new byte[] {'A', 'A'})
                .putLong(100)
                .putDouble(7)
                .put((byte) 0);
        Answer answer = http(
                "POST",
                "/v2/models/frost/infer",
                body.array(),
                Map.of("Inference-Header-Content-Length", Integer.toString(head.length)));
        assertThat(answer.status()).isEqualTo(200);
        int length = Integer.parseInt(answer.headers().getOrDefault("inference-header-content-length", "0"));
        JsonNode header = Json.parse(new String(answer.body(), 0, length, StandardCharsets.UTF_8));
        assertThat(header.at("/outputs/0/parameters/binary_data_size").asInt()).isEqualTo(8);
        ByteBuffer data = ByteBuffer.wrap(answer.body(), length, answer.body().length - length)
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(data.getDouble()).isEqualTo(json);
        assertThat(data.get()).isEqualTo((byte) (json >= 0.5 ? 1 : 0));
        assertThat(data.getInt()).isEqualTo(26);
        assertThat(captured(1).request()).containsEntry("wind", null);
        Answer cut = http(
                "POST",
                "/v2/models/frost/infer",
                java.util.Arrays.copyOf(body.array(), body.capacity() - 1),
                Map.of("Inference-Header-Content-Length", Integer.toString(head.length)));
        assertThat(cut.status()).isEqualTo(400);
        assertThat(cut.error()).contains("tensor 'wind.valid', binary_data_size: 1");
    }

    @Test
    void verify_goldenRows_areReproducedAndNotCaptured() {
        JsonNode outcome = Towns.invoke(handler, Towns.call("verify", request(1), null, null));
        assertThat(outcome.path("outcome").asText()).isEqualTo("SUCCEEDED");
        assertThat(outcome.at("/result/goldenRows").asInt()).isEqualTo(20);
        assertThat(towns.queue.records()).isEmpty();
    }

    @Test
    void verify_otherOutput_fails() {
        towns.forged();
        JsonNode outcome = Towns.invoke(handler, Towns.call("verify", request(2), null, null));
        assertThat(outcome.at("/problem/code").asText()).isEqualTo("GOLDEN_ROWS_DIFFER");
        assertThat(outcome.at("/problem/details/0/place").asText()).isEqualTo("golden row 0, output");
        assertThat(outcome.at("/problem/details/0/expected").asText()).contains("0.123");
        assertThat(Towns.invoke(handler, Towns.call("verify", request(9), null, null))
                        .at("/problem/code")
                        .asText())
                .isEqualTo("NO_SUCH_VERSION");
        assertThat(Towns.invoke(handler, Towns.call("dance", request(1), null, null))
                        .at("/problem/code")
                        .asText())
                .isEqualTo("UNKNOWN_ACTION");
    }

    static ObjectNode request(int version) {
        return Json.object().put("model", "frost").put("version", version).put("alias", "champion");
    }

    @Test
    void config_missingVariables_areAllNamed() {
        assertThatThrownBy(() -> InferenceConfig.of(Map.of("TIDEMILL_ARTIFACTS_BUCKET", "a")))
                .hasMessageContaining("TIDEMILL_CAPTURE_BUCKET")
                .hasMessageContaining("TIDEMILL_FEATURES_TABLE")
                .hasMessageContaining("TIDEMILL_REGISTRY_TABLE")
                .hasMessageContaining("TIDEMILL_CAPTURE_QUEUE_URL");
        assertThatThrownBy(() -> ScoringConfig.of(Map.of("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")))
                .hasMessageContaining("TIDEMILL_LAKE_BUCKET")
                .hasMessageContaining("'128'");
    }
}
