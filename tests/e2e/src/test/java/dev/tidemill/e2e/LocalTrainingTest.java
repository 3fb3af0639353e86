package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemill.client.Execution;
import dev.tidemill.client.MetricPoint;
import dev.tidemill.client.ModelVersionInfo;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.Training;
import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.client.engine.TrainRequest;
import dev.tidemill.contract.Json;
import dev.tidemill.engine.EngineProvider;
import dev.tidemill.localcloud.LocalCloud;
import dev.tidemill.localcloud.SmallProject;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training in the caller's own JVM makes what a training on Batch makes, to the bit. */
class LocalTrainingTest {
    private static final TidemillClient CLIENT = LocalCloud.get().client();
    private static final HttpApi API = new HttpApi(LocalCloud.get().api(), HttpClient.newHttpClient());
    private static SmallProject project;
    private static LocalEngine engine;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void ingest() {
        project = SmallProject.pushed(LocalCloud.get(), "local-" + System.currentTimeMillis());
        project.ingestMonths("0[1-3]");
        engine = new EngineProvider().open(API, folder);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void train_hereAndOnBatch_makesTheSameVersionBitByBit() {
        Execution batch = project.succeeded(project.client().train(Training.asOf(SmallProject.QUARTER)));
        List<String> lines = new ArrayList<>();

        Execution local = trained(lines);

        ModelVersionInfo there = version(batch);
        ModelVersionInfo here = version(local);
        assertThat(here.version()).isNotEqualTo(there.version());
        for (String same : List.of(
                "revision", "bundleSha256", "trainingSetSha256", "metrics", "params", "asOf", "cutOff", "decision")) {
            assertThat(here.manifest().at(same))
                    .as(same)
                    .isEqualTo(there.manifest().at(same));
        }
        assertThat(here.manifest().at("gates")).isEqualTo(there.manifest().at("gates"));
        assertThat(here.manifest().at("jobId").text()).isEqualTo("local");
        here.manifest().at("data").fields().forEach((dataset, pin) -> {
            assertThat(pin.at("snapshotId")).isEqualTo(there.manifest().at("data", dataset, "snapshotId"));
            assertThat(pin.at("tag").text()).isEqualTo("training-" + local.id());
        });
        assertThat(curves(here)).isNotEmpty().isEqualTo(curves(there));
        assertThat(CLIENT.tracking().run(here.manifest().at("runId").text()).status())
                .isEqualTo("FINISHED");
        assertThat(lines)
                .extracting(line -> Json.parse(line).path("phase").asText())
                .startsWith("start", "dispatch", "training-set", "encode", "round")
                .endsWith("boost", "evaluate", "store", "complete", "end")
                .contains("round");

        project.succeeded(project.client().deploy(here.version()));
        ModelVersionInfo third = version(trained(new ArrayList<>()));
        assertThat(third.manifest().at("bundleSha256"))
                .isEqualTo(here.manifest().at("bundleSha256"));
        assertThat(third.gates().stream()
                        .filter(gate -> gate.at("against").text().equals("champion"))
                        .map(gate -> gate.at("rows").integer(0)))
                .as("rows compared with the champion")
                .allSatisfy(rows -> assertThat(rows).isPositive());
    }

    @Test
    void train_interruptedBetweenRounds_stopsAndCancelsItsExecution() {
        Map<String, String> seen = new LinkedHashMap<>();

        EngineException interrupted = catchThrowableOfType(
                EngineException.class,
                () -> engine.train(new TrainRequest(project.name(), SmallProject.QUARTER, "never"), line -> {
                    seen.putIfAbsent(Json.parse(line).path("phase").asText(), line);
                    if (seen.containsKey("round")) {
                        Thread.currentThread().interrupt();
                    }
                }));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted.code()).isEqualTo("INTERRUPTED");
        String id =
                Json.parse(String.valueOf(seen.get("start"))).path("execution").asText();
        assertThat(interrupted).hasMessageContaining(id).hasMessageContaining("cancelled");
        assertThat(CLIENT.execution(id).status()).isEqualTo("CANCELLED");
        assertThat(seen).doesNotContainKey("complete");
        SmallProject.eventually(
                "end of the state machine",
                () -> CLIENT.history(id).stream()
                        .filter(event -> event.type().equals("ExecutionFailed"))
                        .findFirst());
    }

    @Test
    void complete_whatIsNoTrainingOfTheCallers_isRefused() {
        String outcome = "{\"outcome\":\"FAILED\",\"problem\":{\"code\":\"X\",\"message\":\"y\",\"details\":[]}}";
        Execution batch = project.client().train(Training.asOf(SmallProject.QUARTER));

        assertThatThrownBy(() -> API.post("/v1/executions/" + batch.id() + ":complete", outcome))
                .isInstanceOfSatisfying(
                        HttpApi.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(409));
        CLIENT.cancel(batch.id());
    }

    private static Execution trained(List<String> lines) {
        String json = engine.train(new TrainRequest(project.name(), SmallProject.QUARTER, "never"), lines::add);
        return CLIENT.execution(Json.parse(json).path("id").asText()).orThrow();
    }

    private static ModelVersionInfo version(Execution training) {
        return CLIENT.model(project.name())
                .version((int) training.result().at("version").integer());
    }

    /** Every metric with its points, but how long phases took. */
    private static Map<String, List<MetricPoint>> curves(ModelVersionInfo version) {
        String run = version.manifest().at("runId").text();
        Map<String, List<MetricPoint>> curves = new LinkedHashMap<>();
        for (String metric : CLIENT.tracking().metrics(run)) {
            if (!metric.startsWith("phase-")) {
                curves.put(metric, CLIENT.tracking().metric(run, metric));
            }
        }
        return curves;
    }
}
