package dev.tidemill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.client.DatasetInfo;
import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.HistoryEvent;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.TriggerInfo;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Zone D, first half: the automated pipeline from versioned features to a registered and deployed model. */
class TrainingPipelineTest {
    private final Walked flights = new Walked();
    private final TrainedTrial trial = TrainedTrial.get();

    @Test
    void step18_versionedFeatures_arePinnedToTaggedSnapshots() {
        Execution training = flights.training();
        Document data = flights.version().manifest().at("data");

        assertThat(data.fields()).containsOnlyKeys("flights", "weather");
        for (DatasetInfo dataset : flights.project().datasets()) {
            Document pin = data.at(dataset.name());
            Document metadata = flights.aws().table("flight-delays", dataset.name());
            Document snapshot = metadata.at("snapshots").elements().stream()
                    .filter(one -> one.at("snapshot-id").integer()
                            == pin.at("snapshotId").integer())
                    .findFirst()
                    .orElseThrow();

            assertThat(metadata.at("refs", "training-" + training.id(), "snapshot-id")
                            .integer())
                    .isEqualTo(pin.at("snapshotId").integer());
            assertThat(snapshot.at("summary", "total-records").text())
                    .isEqualTo(String.valueOf(pin.at("rows").integer()));
            // July came later: the newest snapshot is another one.
            assertThat(dataset.snapshotId())
                    .isNotEqualTo(snapshot.at("snapshot-id").text());
        }
    }

    @Test
    void step19_preparationAndSplit_giveTheSameBytesAgain() {
        Document first = trial.manifest(trial.promoted());
        Document second = trial.manifest(trial.twin());

        assertThat(second.at("executionId").text())
                .isNotEqualTo(first.at("executionId").text());
        for (String same : List.of("trainingSetSha256", "trainingRows", "validationRows", "testRows", "cutOff")) {
            assertThat(second.at(same)).as(same).isEqualTo(first.at(same));
        }
        assertThat(second.at("metrics")).isEqualTo(first.at("metrics"));
        assertThat(hash(second, "/model.ubj")).isEqualTo(hash(first, "/model.ubj"));
        assertThat(hash(second, "/encoder.json")).isEqualTo(hash(first, "/encoder.json"));
        assertThat(first.at("trainingSetSha256").text())
                .isNotEqualTo(
                        flights.version().manifest().at("trainingSetSha256").text());
    }

    private static String hash(Document manifest, String file) {
        return manifest.at("artifacts").elements().stream()
                .filter(artifact -> artifact.at("key").text().endsWith(file))
                .map(artifact -> artifact.at("sha256").text())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void step20_training_ranAsAJobThatItsStateMachineWaitedFor() {
        Execution training = trial.promoted();
        Document manifest = trial.manifest(training);
        Document job = flights.aws().job(manifest.at("jobId").text());
        List<HistoryEvent> history = trial.project().tidemill().history(training.id());

        assertThat(job.at("jobName").text()).isEqualTo(training.id());
        assertThat(job.at("status").text()).isEqualTo("SUCCEEDED");
        assertThat(job.at("attempts").elements())
                .singleElement()
                .satisfies(attempt -> assertThat(
                                attempt.at("container", "exitCode").integer())
                        .isZero());
        assertThat(job.at("timeout", "attemptDurationSeconds").integer()).isPositive();
        assertThat(states(history)).containsSubsequence("Dispatch", "Register", "Record", "Succeeded");
        assertThat(manifest.at("params", "rounds").text()).isEqualTo("25");
        assertThat(manifest.at("params", "max_depth").text()).isEqualTo("3");
    }

    private static List<String> states(List<HistoryEvent> history) {
        return history.stream()
                .map(HistoryEvent::state)
                .filter(Predicate.not(String::isEmpty))
                .distinct()
                .toList();
    }

    @Test
    void step21_evaluation_decidesByGatesWithIntervals() {
        Document gate = flights.version().gates().getFirst();

        assertThat(gate.at("against").text()).isEqualTo("baseline");
        assertThat(gate.at("rows").integer())
                .isEqualTo(flights.version().manifest().at("testRows").integer());
        assertThat(gate.at("clusters").integer()).isBetween(28L, 33L);
        assertThat(gate.at("lower").number())
                .isLessThan(gate.at("improvement").number())
                .isGreaterThan(gate.at("required").number());
        assertThat(gate.at("upper").number())
                .isGreaterThan(gate.at("improvement").number());
        assertThat(gate.at("decision").text()).isEqualTo("pass");
        // Every later version was compared with the champion of its time, on rows after both cut-offs.
        Execution retraining = flights.executions("training").stream()
                .filter(execution -> !execution.request().at("cause").text("").isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(flights.tidemill()
                        .model(Walked.MODEL)
                        .version(TrainedTrial.version(retraining))
                        .gates())
                .filteredOn(one -> one.at("against").text().equals("champion"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.at("decision").text()).isIn("pass", "fail", "undecided");
                    assertThat(one.at("rows").integer()).isPositive();
                    assertThat(one.at("lower").number())
                            .isLessThan(one.at("upper").number());
                });
    }

    @Test
    void step22_export_isComplete() {
        Document manifest = trial.manifest(trial.promoted());

        assertThat(manifest.at("artifacts").elements()).hasSizeGreaterThan(8).allSatisfy(artifact -> {
            byte[] content =
                    flights.aws().object("artifacts", artifact.at("key").text());
            assertThat(content.length).isEqualTo((int) artifact.at("size").integer());
            assertThat(AwsApi.sha256(content)).isEqualTo(artifact.at("sha256").text());
        });
        assertThat(hash(manifest, "/bundle.json"))
                .isEqualTo(manifest.at("bundleSha256").text());
    }

    @Test
    void step23_registration_holdsConfigurationEnvironmentMetadataAndLineage() {
        Execution training = flights.training();
        Document manifest = flights.version().manifest();
        Document version = flights.version().source();

        for (String field : List.of(
                "jobId",
                "runId",
                "executionId",
                "startedAt",
                "durationMillis",
                "params",
                "metrics",
                "artifacts",
                "environment",
                "data",
                "revision",
                "commit",
                "dirty",
                "trainingSetSha256",
                "asOf",
                "cutOff",
                "decision",
                "card")) {
            assertThat(manifest.at(field).isPresent()).as(field).isTrue();
        }
        assertThat(manifest.at("environment").fields()).containsKeys("jvm", "os", "arch", "imageDigest", "libraries");
        assertThat(manifest.at("executionId").text()).isEqualTo(training.id());
        assertThat(manifest.at("startedAt").instant()).isAfter(training.startedAt());
        assertThat(manifest.at("durationMillis").integer()).isPositive();
        assertThat(version.at("status").text()).isIn("Production", "Staging", "Archived", "Candidate");
        assertThat(flights.run(manifest.at("runId").text()).at("info", "status").text())
                .isEqualTo("FINISHED");
        assertThat(manifest.at("data", "flights", "ingestionIds").texts())
                .containsExactlyElementsOf(flights.executions("ingestion").stream()
                        .filter(one -> one.startedAt().isBefore(training.startedAt()))
                        .filter(one -> one.request().at("dataset").text().equals("flights"))
                        .map(one -> one.result().at("ingestionId").text())
                        .toList());
    }

    @Test
    void step24_promotion_startsTheDeploymentByItself() {
        int version = trial.deployed();
        TriggerInfo decision = trial.project().deploymentDecision(version);
        String deployment = String.valueOf(decision.execution());

        assertThat(decision.decision()).isEqualTo("started");
        assertThat(trial.project().tidemill().execution(deployment).kind()).isEqualTo("deployment");
        // The golden rows are reproduced by both ways of serving before the alias moves.
        assertThat(states(trial.project().tidemill().history(deployment)))
                .containsSubsequence("Verify online", "Verify batch", "Move alias", "Record", "Succeeded");
        assertThat(trial.project().tidemill().model(trial.project().name()).alias("champion"))
                .isEqualTo(version);
        assertThat(flights.aws().events(trial.project().name()))
                .extracting(event -> event.at("type").text())
                .contains("ModelRegistered", "AliasMoved", "DeploymentCompleted");
        // Its twin passed as well, and was trained without leave to be promoted.
        assertThat(trial.twin().result().at("decision").text()).isEqualTo("pass");
        assertThat(trial.project().client().executions("deployment", null, 10))
                .singleElement()
                .satisfies(one -> assertThat(one.causationIds()).contains(decision.event()));
        assertThatThrownBy(() -> trial.project().client().deploy(99))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("99")
                .hasMessageContaining(trial.project().name());
    }
}
