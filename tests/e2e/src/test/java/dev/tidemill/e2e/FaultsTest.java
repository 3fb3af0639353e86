package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.client.DatasetInfo;
import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.Training;
import dev.tidemill.localcloud.FunctionHost;
import dev.tidemill.localcloud.JsonHttp;
import dev.tidemill.localcloud.LocalCloud;
import dev.tidemill.localcloud.SmallProject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobDetail;

/** What dies in the middle of its work is done again, and done once. */
class FaultsTest {
    private static LocalCloud cloud;
    private static SmallProject project;

    @BeforeAll
    static void ingest() {
        cloud = LocalCloud.get();
        project = SmallProject.pushed(cloud, "faults-" + System.currentTimeMillis());
        project.ingestMonths("0[1-3]");
    }

    @Test
    void training_whoseTrainerIsKilled_isRetriedAndMakesOneVersion() {
        Execution training = project.client().train(Training.asOf(SmallProject.QUARTER));
        // Its run exists from when the trainer begins.
        String run = SmallProject.eventually(
                "run of the training", () -> runs(training.id()).stream().findFirst());
        ProcessHandle trainer = SmallProject.eventually("process of the trainer", FaultsTest::trainer);

        trainer.destroyForcibly();

        Execution ended = project.succeeded(training);
        Document version = cloud.client()
                .model(project.name())
                .version((int) ended.result().at("version").integer())
                .manifest();
        JobDetail job = job(version.at("jobId").text());
        assertThat(job.attempts()).hasSize(2);
        assertThat(job.attempts().getFirst().container().exitCode()).isEqualTo(137);
        assertThat(job.attempts().getLast().container().exitCode()).isZero();
        assertThat(ended.result().at("version").integer()).isEqualTo(1);
        assertThat(versions()).isEqualTo(1);
        assertThat(ended.result().at("runId").text()).isEqualTo(run);
        assertThat(runs(training.id())).hasSize(1);
    }

    @Test
    void ingestion_whoseFunctionIsKilled_isRetriedAndLandsOnce() {
        FunctionHost host = new FunctionHost(cloud);
        long before = flights().rows();
        Execution ingestion = project.client().ingest("flights", project.file("flights", "04"));

        SmallProject.eventually("busy process of the ingestion", () -> host.busy("tidemill-ingestion"))
                .destroyForcibly();

        Execution ended = project.succeeded(ingestion);
        assertThat(cloud.client().history(ingestion.id()))
                .as("the state machine saw the crash")
                .anySatisfy(event -> assertThat(event.type()).contains("Failed"));
        assertThat(ended.result().at("rows").integer()).isPositive();
        assertThat(flights().rows())
                .isEqualTo(before + ended.result().at("rows").integer());
        Execution again = project.succeeded(project.client().ingest("flights", project.file("flights", "04")));
        assertThat(again.result().at("status").text()).isEqualTo("DUPLICATE");
        assertThat(flights().rows())
                .isEqualTo(before + ended.result().at("rows").integer());
    }

    private DatasetInfo flights() {
        return project.client().datasets().stream()
                .filter(dataset -> dataset.name().equals("flights"))
                .findFirst()
                .orElseThrow();
    }

    /** The numbers of a model's versions are counted up from 1. */
    private static int versions() {
        int number = 0;
        while (true) {
            try {
                cloud.client().model(project.name()).version(number + 1);
                number++;
            } catch (TidemillException e) {
                assertThat(e.status()).isEqualTo(404);
                return number;
            }
        }
    }

    private static Optional<ProcessHandle> trainer() {
        return cloud.batchRunner()
                .descendants()
                .filter(process -> process.info()
                        .arguments()
                        .map(words -> List.of(words).contains("dev.tidemill.trainer.TrainerMain"))
                        .orElse(false))
                .findFirst();
    }

    private static List<String> runs(String execution) {
        String api = cloud.api() + "/api/2.0/mlflow/";
        Document experiment = JsonHttp.get(
                        URI.create(api + "experiments/get-by-name?experiment_name=" + project.name()))
                .at("experiment", "experiment_id");
        if (!experiment.isPresent()) {
            return List.of();
        }
        Map<String, Object> search = Map.of(
                "experiment_ids",
                List.of(experiment.text()),
                "filter",
                "tags.`tidemill.execution` = '" + execution + "'");
        return JsonHttp.post(URI.create(api + "runs/search"), search).at("runs").elements().stream()
                .map(run -> run.at("info", "run_id").text())
                .toList();
    }

    private static JobDetail job(String id) {
        try (BatchClient batch = BatchClient.builder()
                .endpointOverride(URI.create(cloud.environment().getOrDefault("AWS_ENDPOINT_URL_BATCH", "")))
                .region(Region.of(cloud.environment().getOrDefault("AWS_REGION", "")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build()) {
            return batch.describeJobs(request -> request.jobs(id)).jobs().getFirst();
        }
    }
}
