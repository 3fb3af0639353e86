package dev.tidemill.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.client.engine.TrainRequest;
import dev.tidemill.columnar.LocalLake;
import dev.tidemill.contract.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTrainerTest {
    private static final String FAILED =
            "{\"id\":\"01E\",\"status\":\"FAILED\",\"problem\":{\"code\":\"DATASET_NOT_INGESTED\"}}";
    private static final TrainRequest REQUEST =
            new TrainRequest("towns", Instant.parse("2026-01-01T00:00:00Z"), "on-pass");

    @TempDir
    private Path folder;

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<String> lines = new ArrayList<>();
    private String execution = "{\"id\":\"01E\",\"status\":\"RUNNING\"}";
    private String training = "{\"waiting\":false,\"execution\":null,\"request\":null}";

    /** A server that knows one execution, and no revision. */
    private final class Server implements LocalEngine.Api {
        @Override
        public String get(String path) {
            calls.add("GET " + path);
            return switch (path) {
                case "/v1/executions/01E" -> execution;
                case "/v1/executions/01E/training" -> training;
                default -> throw new IllegalArgumentException("nothing at " + path);
            };
        }

        @Override
        public String post(String path, String body) {
            calls.add("POST " + path + " " + body);
            return path.endsWith("/trainings") ? "{\"execution\":{\"id\":\"01E\",\"status\":\"RUNNING\"}}" : "{}";
        }

        @Override
        public String put(String path, String body) {
            throw new IllegalArgumentException(path);
        }

        @Override
        public void download(URI address, Path to) {
            throw new IllegalArgumentException(address.toString());
        }

        @Override
        public void upload(URI address, Map<String, String> headers, Path file) {
            throw new IllegalArgumentException(address.toString());
        }
    }

    private String train() {
        return new LocalTrainer(new Server(), LocalLake.lake(), folder, InstantSource.fixed(Instant.EPOCH))
                .train(REQUEST, lines::add);
    }

    @Test
    void train_executionThatEndsBeforeItWaits_isTold() {
        execution = FAILED;

        assertThat(train()).isEqualTo(FAILED);

        assertThat(Json.parse(calls.getFirst().substring("POST /v1/projects/towns/trainings ".length())))
                .isEqualTo(
                        Json.parse("{\"where\":\"local\",\"promote\":\"on-pass\",\"asOf\":\"2026-01-01T00:00:00Z\"}"));
        assertThat(lines)
                .extracting(line -> Json.parse(line).path("phase").asText())
                .containsExactly("start", "end");
        assertThat(calls).noneMatch(call -> call.contains(":complete") || call.contains(":cancel"));
    }

    @Test
    void train_thatBreaksOff_cancelsItsExecution() {
        JsonNode waiting = Json.parse("""
                {"waiting": true, "request": {"where": "local", "data": {"weather": 42}},
                 "execution": {"workspace": "default", "id": "01E", "project": "towns", "revision": "r1",
                               "kind": "training", "correlationId": "c", "causationIds": []}}
                """);
        training = waiting.toString();

        assertThatThrownBy(this::train).hasMessageContaining("/v1/projects/towns/revisions/r1");

        assertThat(calls).last().asString().startsWith("POST /v1/executions/01E:cancel");
        assertThat(Json.parse(lines.get(1)).path("data").path("weather").asLong())
                .isEqualTo(42);
    }

    @Test
    void train_interruptedWhileItIsPrepared_returnsAtOnceAndCancels() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(this::train).isInstanceOfSatisfying(EngineException.class, interrupted -> {
            assertThat(interrupted.code()).isEqualTo("INTERRUPTED");
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls).noneMatch(call -> call.contains(":complete"));
    }

    @Test
    void train_listenerThatThrows_cancels() {
        assertThatThrownBy(() -> new LocalTrainer(
                                new Server(), LocalLake.lake(), folder, InstantSource.fixed(Instant.EPOCH))
                        .train(REQUEST, line -> {
                            throw new IllegalStateException("no display");
                        }))
                .hasMessage("no display");

        assertThat(calls).anyMatch(call -> call.startsWith("POST /v1/executions/01E:cancel"));
    }
}
