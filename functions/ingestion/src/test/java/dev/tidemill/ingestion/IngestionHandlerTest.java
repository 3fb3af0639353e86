package dev.tidemill.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.FakeContext;
import dev.tidemill.contract.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestionHandlerTest {
    @TempDir
    private Path folder;

    private Towns towns;

    @BeforeEach
    void push() {
        towns = new Towns(folder);
    }

    @Test
    void handleRequest_ingest_answersAndMeasures() throws IOException {
        Answer answer = handle("ingest", "x1", towns.upload(Towns.JANUARY));
        assertThat(answer.outcome().path("outcome").asText()).isEqualTo("SUCCEEDED");
        JsonNode result = answer.outcome().path("result");
        assertThat(result.path("status").asText()).isEqualTo("COMMITTED");
        assertThat(result.path("snapshotId").isTextual()).isTrue();
        assertThat(result.path("watermark").asText()).isEqualTo("2013-01-01T02:00:00Z");
        assertThat(answer.outcome().at("/events/0/type").asText()).isEqualTo("DatasetIngested");
        assertThat(fields(answer.outcome().at("/events/0/detail")))
                .containsExactlyInAnyOrder("dataset", "ingestionId", "snapshotId", "rows", "watermark");
        assertThat(answer.metrics().path("Rows").asInt()).isEqualTo(3);
        assertThat(answer.metrics().path("Quarantined").asInt()).isEqualTo(1);
        assertThat(answer.metrics().path("Duration").asDouble()).isPositive();
    }

    @Test
    void handleRequest_duplicate_countsNoRows() throws IOException {
        handle("ingest", "x1", towns.upload(Towns.JANUARY));
        Answer answer = handle("ingest", "x2", towns.upload(Towns.JANUARY));
        assertThat(answer.outcome().at("/result/status").asText()).isEqualTo("DUPLICATE");
        assertThat(answer.metrics().has("Duration")).isTrue();
        assertThat(answer.metrics().has("Rows")).isFalse();
    }

    @Test
    void handleRequest_materialize_answersAndTells() throws IOException {
        handle("ingest", "x1", towns.upload(Towns.JANUARY));
        ObjectNode request = Json.object().put("kind", "materialize").putNull("asOf");
        request.putArray("views");
        JsonNode outcome = handle("materialize", "x2", request).outcome();
        assertThat(outcome.at("/result/asOf").asText()).isEqualTo("2013-01-01T02:00:00Z");
        assertThat(outcome.at("/result/views/weather/items").asInt()).isEqualTo(2);
        assertThat(outcome.at("/events/0/type").asText()).isEqualTo("FeaturesMaterialized");
    }

    @Test
    void handleRequest_problem_isAFailedOutcomeThatIsMeasured() throws IOException {
        Answer answer = handle("ingest", "x1", towns.upload("town,hour\n"));
        assertThat(answer.outcome().path("outcome").asText()).isEqualTo("FAILED");
        assertThat(answer.outcome().at("/problem/code").asText()).isEqualTo("INVALID_FILE");
        assertThat(answer.outcome().path("events")).isEmpty();
        assertThat(answer.metrics().has("Duration")).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void handleRequest_unknownAction_isAKnownFailure() throws IOException {
        JsonNode problem = handle("ingst", "x1", Json.object()).outcome().path("problem");
        assertThat(problem.path("code").asText()).isEqualTo("UNKNOWN_ACTION");
        assertThat(problem.at("/details/0/value").asText()).isEqualTo("ingst");
        assertThat(problem.at("/details/0/expected").asText()).isEqualTo("ingest, materialize or pin");
    }

    private record Answer(JsonNode outcome, JsonNode metrics) {}

    private Answer handle(String action, String execution, JsonNode request) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(
                Json.write(towns.call(action, execution, request)).getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        try {
            new IngestionHandler(towns.work).handleRequest(in, out, new FakeContext());
        } finally {
            System.setOut(before);
        }
        JsonNode metrics = console.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("CloudWatchMetrics"))
                .map(Json::parse)
                .findFirst()
                .orElseThrow();
        return new Answer(Json.parse(out.toString(StandardCharsets.UTF_8)), metrics);
    }

    private static List<String> fields(JsonNode object) {
        return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .toList();
    }
}
