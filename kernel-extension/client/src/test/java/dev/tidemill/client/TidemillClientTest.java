package dev.tidemill.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TidemillClientTest {
    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    static Map<String, Object> execution(String id, String kind, String status, Map<String, Object> more) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("project", "flights");
        json.put("kind", kind);
        json.put("status", status);
        json.put("revision", "r1");
        json.put("request", Map.of());
        json.put("startedAt", "2026-01-01T00:00:00Z");
        json.put("correlationId", "c1");
        json.put("causationIds", List.of("e1"));
        json.putAll(more);
        return json;
    }

    @Test
    void info_ofApi_isRead() {
        api.on("GET /v1", 200, Map.of("name", "tidemill", "version", "0.1.0", "workspace", "default"));

        assertThat(api.client().info()).isEqualTo(new ServiceInfo("tidemill", "0.1.0", "default"));
        assertThat(api.only("GET /v1").headers()).containsEntry("Accept", "application/json");
    }

    @Test
    void inWorkspace_otherThanDefault_prefixesEveryPath() {
        api.on("GET /w/team-a/v1/projects", 200, Map.of("projects", List.of(Map.of("name", "churn"))));

        assertThat(api.client().inWorkspace("team-a").projects()).containsExactly("churn");
    }

    @Test
    void signedBy_signer_addsItsHeadersForTheBodySent() {
        api.on(
                "POST /v1/executions/X:cancel",
                202,
                Map.of("execution", execution("X", "training", "RUNNING", Map.of())));

        api.client()
                .signedBy((method, uri, body) ->
                        Map.of("Authorization", method + " " + uri.getPath() + " " + body.length))
                .cancel("X");

        assertThat(api.only("POST /v1/executions/X:cancel").headers())
                .containsEntry("Authorization", "POST /v1/executions/X:cancel 2");
    }

    @Test
    void error_ofTheLifecycleApi_isTypedWithItsPlaces() {
        api.on(
                "GET /v1/executions/nope",
                404,
                Map.of(
                        "error",
                        Map.of(
                                "code", "UNKNOWN_EXECUTION",
                                "message", "There is no execution 'nope'.",
                                "details",
                                        List.of(Map.of(
                                                "place", "path", "value", "nope", "expected", "an execution id")),
                                "correlationId", "c9")));

        assertThatThrownBy(() -> api.client().execution("nope"))
                .asInstanceOf(InstanceOfAssertFactories.type(TidemillException.class))
                .satisfies(e -> {
                    assertThat(e.status()).isEqualTo(404);
                    assertThat(e.code()).isEqualTo("UNKNOWN_EXECUTION");
                    assertThat(e.correlationId()).isEqualTo("c9");
                    assertThat(e.details()).hasSize(1);
                    assertThat(e)
                            .hasMessage("There is no execution 'nope'. (path has 'nope', expected an execution id)");
                });
    }

    @Test
    void error_ofTheInferenceFace_isItsText() {
        api.on("GET /v2/models/m", 404, Map.of("error", "no model 'm'"));

        assertThatThrownBy(() -> api.client().model("m").metadata())
                .asInstanceOf(InstanceOfAssertFactories.type(TidemillException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo("NOT_FOUND"))
                .satisfies(e -> assertThat(e).hasMessage("no model 'm'"));
    }

    @Test
    void get_whileTheGatewayIsBusy_isTriedAgain() {
        api.on("GET /v1/projects", 503, "")
                .on("GET /v1/projects", 200, Map.of("projects", List.of(Map.of("name", "a"), Map.of("name", "b"))));

        assertThat(api.client().projects()).containsExactly("a", "b");
        assertThat(api.pauses()).containsExactly(Duration.ofMillis(200));
    }

    @Test
    void get_withoutAnybodyThere_saysSo() {
        URI address = api.address();
        TidemillClient client = api.client();
        api.close();

        assertThatThrownBy(client::info)
                .asInstanceOf(InstanceOfAssertFactories.type(TidemillException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo("UNREACHABLE"))
                .satisfies(e -> assertThat(e).hasMessageContaining(address.toString()));
    }

    @Test
    void at_noAddress_isRefused() {
        assertThatThrownBy(() -> TidemillClient.at(URI.create("tidemill")))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("'tidemill' is no address");
    }

    @Test
    void answer_thatIsNoJson_isNamed() {
        api.on("GET /v1", 200, "<html>");

        assertThatThrownBy(() -> api.client().info())
                .asInstanceOf(InstanceOfAssertFactories.type(TidemillException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo("UNEXPECTED_ANSWER"));
    }

    @Test
    void await_runningExecution_looksLessAndLessOftenUntilItEnded() {
        api.on("GET /v1/executions/X", 200, execution("X", "training", "RUNNING", Map.of()))
                .on("GET /v1/executions/X", 200, execution("X", "training", "RUNNING", Map.of()))
                .on(
                        "GET /v1/executions/X",
                        200,
                        execution(
                                "X",
                                "training",
                                "SUCCEEDED",
                                Map.of("endedAt", "2026-01-01T00:00:07Z", "result", Map.of("version", 1))))
                .on(
                        "GET /v1/executions/X/history",
                        200,
                        Map.of(
                                "events",
                                List.of(
                                        Map.of("type", "ExecutionStarted", "time", "2026-01-01T00:00:00Z"),
                                        Map.of(
                                                "type", "TaskStateEntered",
                                                "state", "Dispatch",
                                                "time", "2026-01-01T00:00:01Z"))));
        List<ProgressListener.Progress> told = new ArrayList<>();

        Execution ended =
                api.client().await("X", Duration.ofMinutes(1), told::add).orThrow();

        assertThat(ended.result().at("version").integer()).isEqualTo(1);
        assertThat(ended.duration()).isEqualTo(Duration.ofSeconds(7));
        assertThat(ended.causationIds()).containsExactly("e1");
        assertThat(told).hasSize(3).allSatisfy(p -> assertThat(p.state()).isEqualTo("Dispatch"));
        assertThat(told.getLast().execution()).isEqualTo(ended);
        assertThat(told.getLast().elapsed()).isEqualTo(Duration.ofMillis(450));
        assertThat(api.pauses()).containsExactly(Duration.ofMillis(200), Duration.ofMillis(250));
    }

    @Test
    void await_failedExecution_throwsItsProblem() {
        api.on(
                "GET /v1/executions/X",
                200,
                execution(
                        "X",
                        "ingestion",
                        "FAILED",
                        Map.of(
                                "endedAt",
                                "2026-01-01T00:00:07Z",
                                "problem",
                                Map.of("code", "TOO_MANY_QUARANTINED", "message", "5% of the rows fell."))));

        Execution ended = api.client().await("X", Duration.ofMinutes(1), ProgressListener.SILENT);

        assertThatThrownBy(ended::orThrow)
                .asInstanceOf(InstanceOfAssertFactories.type(TidemillException.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("TOO_MANY_QUARANTINED");
                    assertThat(e.correlationId()).isEqualTo("c1");
                    assertThat(e).hasMessage("5% of the rows fell.");
                });
    }

    @Test
    void await_tooLong_endsTheWaitOnly() {
        api.on("GET /v1/executions/X", 200, execution("X", "training", "RUNNING", Map.of()));

        assertThatThrownBy(() -> api.client().await("X", Duration.ofSeconds(3), ProgressListener.SILENT))
                .asInstanceOf(InstanceOfAssertFactories.type(TidemillException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo("TIMED_OUT"));
        assertThat(api.pauses()).hasSizeLessThan(12).allMatch(pause -> pause.compareTo(Duration.ofSeconds(2)) <= 0);
    }

    @Test
    void lineage_ofPrediction_hasVersionDataAndCommit() {
        api.on(
                "GET /v1/lineage?model=flight-delay&prediction=P",
                200,
                Map.of(
                        "prediction",
                        Map.of("id", "P"),
                        "modelVersion",
                        Map.of("model", "flight-delay", "version", 1),
                        "run",
                        "abc",
                        "data",
                        Map.of("flights", Map.of("snapshotId", 5)),
                        "project",
                        "flights",
                        "revision",
                        "r1",
                        "commit",
                        "f00",
                        "dirty",
                        true,
                        "executions",
                        List.of("X", "Y")));

        Lineage lineage = api.client().lineage("P", "flight-delay");

        assertThat(lineage.modelVersion().at("version").integer()).isEqualTo(1);
        assertThat(lineage.data()).containsExactly(Map.entry("flights", Document.of(Map.of("snapshotId", 5))));
        assertThat(lineage.run()).isEqualTo("abc");
        assertThat(lineage.commit()).isEqualTo("f00");
        assertThat(lineage.dirty()).isTrue();
        assertThat(lineage.executions()).containsExactly("X", "Y");
    }

    @Test
    void scoringResults_ofExecution_areFetchedFromWhereTheApiSays() {
        api.on("GET /v1/scorings/X/results", 200, Map.of("url", api.address() + "/bucket/result.csv"))
                .on("GET /bucket/result.csv", 200, "a,b\n1,2\n");

        assertThat(api.client().scoringResults("X")).asString().isEqualTo("a,b\n1,2\n");
    }

    @Test
    void metric_overPages_isOrderedByStep() {
        api.on("GET /api/2.0/mlflow/runs/get?run_id=R", 200, """
                        {"run": {"info": {"run_id": "R"}, "data": {"metrics": [{"key": "b", "value": 1}, {"key": "a", "value": 2}]}}}""")
                .on("GET /api/2.0/mlflow/metrics/get-history?metric_key=a&run_id=R", 200, """
                        {"metrics": [{"key": "a", "value": 0.5, "step": 2}], "next_page_token": "t"}""")
                .on("GET /api/2.0/mlflow/metrics/get-history?metric_key=a&page_token=t&run_id=R", 200, """
                        {"metrics": [{"key": "a", "value": 0.7}]}""");

        assertThat(api.client().metrics("R")).containsExactly("a", "b");
        assertThat(api.client().metric("R", "a")).containsExactly(new MetricPoint(0, 0.7), new MetricPoint(2, 0.5));
    }
}
