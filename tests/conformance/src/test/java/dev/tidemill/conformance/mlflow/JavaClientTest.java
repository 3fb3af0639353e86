package dev.tidemill.conformance.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemill.localcloud.LocalCloud;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.Service.CreateExperiment;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.ExperimentTag;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.ActiveRun;
import org.mlflow.tracking.ExperimentsPage;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowContext;
import org.mlflow.tracking.RunsPage;

/** Every call of MLflow's own Java client that needs no Python beside it. */
class JavaClientTest {
    private static MlflowClient client;
    private static String experiment;

    @BeforeAll
    static void connect() {
        client = new MlflowClient(LocalCloud.get().api().toString());
        experiment = client.createExperiment(unique("java"));
    }

    @AfterAll
    static void close() {
        client.close();
    }

    private static String unique(String name) {
        return name + "-" + UUID.randomUUID();
    }

    @Test
    void experiments_wholeLife() {
        String name = unique("life");
        String id = client.createExperiment(CreateExperiment.newBuilder()
                .setName(name)
                .setArtifactLocation("s3://elsewhere/life")
                .addTags(ExperimentTag.newBuilder().setKey("team").setValue("north"))
                .build());
        Experiment created = client.getExperiment(id);
        assertThat(created.getName()).isEqualTo(name);
        assertThat(created.getArtifactLocation()).isEqualTo("s3://elsewhere/life");
        assertThat(created.getTags(0).getValue()).isEqualTo("north");
        assertThat(client.getExperimentByName(name))
                .map(Experiment::getExperimentId)
                .contains(id);
        assertThat(client.getExperimentByName(unique("none"))).isEmpty();

        client.setExperimentTag(id, "team", "south");
        client.renameExperiment(id, name + "-2");
        ExperimentsPage found = client.searchExperiments(
                "name = '" + name + "-2' AND tags.team = 'south'", ViewType.ALL, 10, List.of());
        assertThat(found.getItems()).extracting(Experiment::getExperimentId).containsExactly(id);
        assertThat(found.hasNextPage()).isFalse();

        client.deleteExperiment(id);
        assertThat(client.getExperiment(id).getLifecycleStage()).isEqualTo("deleted");
        client.restoreExperiment(id);
        assertThat(client.getExperiment(id).getLifecycleStage()).isEqualTo("active");
        assertThatThrownBy(() -> client.createExperiment(name + "-2"))
                .isInstanceOf(MlflowClientException.class)
                .hasMessageContaining("RESOURCE_ALREADY_EXISTS");
    }

    @Test
    void experiments_pages_holdEachOnce() {
        String prefix = unique("page");
        for (int i = 0; i < 5; i++) {
            client.createExperiment(prefix + i);
        }
        ExperimentsPage page =
                client.searchExperiments("name LIKE '" + prefix + "%'", ViewType.ACTIVE_ONLY, 2, List.of("name DESC"));
        assertThat(page.getItems()).extracting(Experiment::getName).containsExactly(prefix + 4, prefix + 3);
        int seen = page.getPageSize();
        while (page.hasNextPage()) {
            page = (ExperimentsPage) page.getNextPage();
            seen += page.getPageSize();
        }
        assertThat(seen).isEqualTo(5);
    }

    @Test
    void run_logged_isReadBack() {
        RunInfo info = client.createRun(CreateRun.newBuilder()
                .setExperimentId(experiment)
                .setRunName("by java")
                .setStartTime(1_700_000_000_000L)
                .build());
        String id = info.getRunId();
        client.logParam(id, "depth", "6");
        client.logMetric(id, "loss", 0.5, 1_700_000_000_001L, 1);
        client.logMetric(id, "loss", 0.25, 1_700_000_000_002L, 2);
        client.logMetric(id, "nan", Double.NaN, 1_700_000_000_002L, -3);
        client.setTag(id, "gone", "soon");
        client.deleteTag(id, "gone");
        client.logBatch(
                id,
                List.of(Metric.newBuilder()
                        .setKey("auc")
                        .setValue(0.7)
                        .setTimestamp(5)
                        .setStep(0)
                        .build()),
                List.of(Param.newBuilder().setKey("rate").setValue("0.1").build()),
                List.of(RunTag.newBuilder().setKey("team").setValue("north").build()));
        client.setTerminated(id, RunStatus.FAILED, 1_700_000_000_009L);

        Run run = client.getRun(id);
        assertThat(run.getInfo().getStatus()).isEqualTo(RunStatus.FAILED);
        assertThat(run.getInfo().getRunName()).isEqualTo("by java");
        assertThat(run.getInfo().getEndTime()).isEqualTo(1_700_000_000_009L);
        assertThat(run.getData().getMetricsList())
                .filteredOn(metric -> !metric.getKey().equals("nan"))
                .extracting(Metric::getKey, Metric::getValue)
                .containsExactlyInAnyOrder(tuple("loss", 0.25), tuple("auc", 0.7));
        assertThat(run.getData().getParamsList())
                .extracting(Param::getKey, Param::getValue)
                .containsExactlyInAnyOrder(tuple("depth", "6"), tuple("rate", "0.1"));
        assertThat(run.getData().getTagsList())
                .extracting(RunTag::getKey)
                .contains("team")
                .doesNotContain("gone");
        assertThat(client.getMetricHistory(id, "loss"))
                .extracting(Metric::getStep)
                .containsExactly(1L, 2L);
        assertThatThrownBy(() -> client.logParam(id, "depth", "7"))
                .hasMessageContaining("Changing param values is not allowed");
    }

    @Test
    void runs_deletedAndFound() {
        String own = client.createExperiment(unique("found"));
        List<String> ids = List.of(
                client.createRun(own).getRunId(),
                client.createRun(own).getRunId(),
                client.createRun(own).getRunId());
        for (int i = 0; i < 3; i++) {
            client.logMetric(ids.get(i), "score", i);
        }
        RunsPage page = client.searchRuns(
                List.of(own), "metrics.score >= 1", ViewType.ACTIVE_ONLY, 1, List.of("metrics.score DESC"));
        assertThat(page.getItems()).extracting(run -> run.getInfo().getRunId()).containsExactly(ids.get(2));
        assertThat(page.hasNextPage()).isTrue();
        RunsPage last = (RunsPage) page.getNextPage();
        assertThat(last.getItems()).extracting(run -> run.getInfo().getRunId()).containsExactly(ids.get(1));
        assertThat(last.hasNextPage()).isFalse();

        client.deleteRun(ids.get(0));
        assertThat(client.listRunInfos(own))
                .extracting(RunInfo::getRunId)
                .containsExactlyInAnyOrder(ids.get(1), ids.get(2));
        assertThat(client.searchRuns(List.of(own), "", ViewType.DELETED_ONLY, 10)
                        .getItems())
                .extracting(run -> run.getInfo().getRunId())
                .containsExactly(ids.get(0));
        client.restoreRun(ids.get(0));
        assertThat(client.listRunInfos(own)).hasSize(3);
        assertThatThrownBy(() -> client.getRun("0".repeat(32))).hasMessageContaining("not found");
    }

    @Test
    void context_runs_areLoggedAndEnded() {
        MlflowContext context = new MlflowContext(client).setExperimentId(experiment);
        ActiveRun run = context.startRun("outer");
        run.logParams(Map.of("a", "1", "b", "2"));
        run.logMetrics(Map.of("m", 1.5), 3);
        run.setTags(Map.of("t", "x"));
        ActiveRun inner = context.startRun("inner", run.getId());
        inner.endRun();
        run.endRun();
        Run stored = client.getRun(run.getId());
        assertThat(stored.getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
        assertThat(stored.getData().getMetrics(0).getStep()).isEqualTo(3);
        assertThat(run.getArtifactUri()).startsWith("s3://").endsWith(run.getId() + "/artifacts");
        assertThat(client.getRun(inner.getId()).getData().getTagsList())
                .anySatisfy(tag -> assertThat(tag.getValue()).isEqualTo(run.getId()));
    }

    @Test
    void registry_versions_areFound() {
        String model = unique("java model");
        client.sendPost("registered-models/create", "{\"name\":\"" + model + "\"}");
        String run = client.createRun(experiment).getRunId();
        for (int i = 1; i <= 3; i++) {
            client.sendPost(
                    "model-versions/create",
                    "{\"name\":\"" + model + "\",\"source\":\"s3://elsewhere/" + i + "\",\"run_id\":\"" + run + "\"}");
        }
        client.sendPost(
                "model-versions/transition-stage",
                "{\"name\":\"" + model
                        + "\",\"version\":\"2\",\"stage\":\"Staging\",\"archive_existing_versions\":false}");
        client.sendPatch(
                "model-versions/update",
                "{\"name\":\"" + model + "\",\"version\":\"1\",\"description\":\"the first\"}");

        assertThat(client.getRegisteredModel(model).getLatestVersionsList())
                .extracting(ModelVersion::getVersion)
                .containsExactlyInAnyOrder("2", "3");
        assertThat(client.getLatestVersions(model)).hasSize(2);
        assertThat(client.getLatestVersions(model, List.of("Staging")))
                .extracting(ModelVersion::getVersion)
                .containsExactly("2");
        ModelVersion first = client.getModelVersion(model, "1");
        assertThat(first.getCurrentStage()).isEqualTo("None");
        assertThat(first.getDescription()).isEqualTo("the first");
        assertThat(first.getRunId()).isEqualTo(run);
        assertThat(client.getModelVersionDownloadUri(model, "3")).isEqualTo("s3://elsewhere/3");
        assertThat(client.searchModelVersions("name = '" + model + "'", 2, List.of("version_number ASC"))
                        .getItems())
                .extracting(ModelVersion::getVersion)
                .containsExactly("1", "2");
        assertThatThrownBy(() -> client.getModelVersion(model, "9")).hasMessageContaining("RESOURCE_DOES_NOT_EXIST");
    }
}
