package dev.tidemill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.client.DatasetInfo;
import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.TidemillException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Zone A: from the business problem to the data. */
class ProjectInitiationTest {
    private final Walked flights = new Walked();
    private final TrialProject refused = TrialProject.fresh("refused");

    @Test
    void step01_businessProblem_isStatedInEveryRevisionWithKpiAndOwners() {
        Document goal = flights.revision().at("spec", "goal");

        assertThat(goal.at("statement").text()).endsWith("?");
        assertThat(goal.at("kpi", "metric").text()).isEqualTo("log-loss");
        assertThat(goal.at("kpi", "by").number()).isPositive();
        assertThat(goal.at("owners").fields())
                .containsKeys("data-scientist", "data-engineer", "ml-engineer")
                .allSatisfy((role, owner) -> assertThat(owner.text()).contains("@"));
        assertThatThrownBy(() -> refused.push("\n  statement: ", "\n  question: "))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("project.yaml")
                .hasMessageContaining("/goal")
                .hasMessageContaining("statement");
        assertThat(flights.tidemill().projects()).doesNotContain(refused.name());
    }

    @Test
    void step02_architecture_isChosenInTheRevisionAndDeployed() {
        Document training = flights.revision().at("spec", "training");
        Document machines = flights.aws().call("states", "AWSStepFunctions.ListStateMachines", Map.of());
        Document job =
                flights.aws().job(flights.version().manifest().at("jobId").text());

        assertThat(training.at("trainer", "algorithm").text()).isEqualToIgnoringCase("xgboost");
        assertThat(flights.version().manifest().at("params", "algorithm").text())
                .isEqualTo("xgboost");
        assertThat(job.at("jobQueue").text()).endsWith("/tidemill-cpu");
        assertThat(machines.at("stateMachines").elements())
                .extracting(machine -> machine.at("name").text())
                .contains(
                        "tidemill-ingestion",
                        "tidemill-training",
                        "tidemill-deployment",
                        "tidemill-batch-scoring",
                        "tidemill-monitoring");
        assertThatThrownBy(() -> refused.push("algorithm: xgboost", "algorithm: oracle"))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("/training/trainer/algorithm")
                .hasMessageContaining("oracle");
    }

    @Test
    void step03_problemType_isMandatoryAndFixesTheOutputs() {
        assertThatThrownBy(() -> refused.push("problem: binary", "problem: clairvoyance"))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("/goal/problem")
                .hasMessageContaining("clairvoyance");
        assertThatThrownBy(() -> refused.push("\n  problem: binary", ""))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("problem");
        assertThat(flights.revision().at("problem").text()).isEqualTo("binary");
        assertThat(flights.tidemill().model(Walked.MODEL).metadata().outputs())
                .extracting(tensor -> tensor.name() + " " + tensor.datatype())
                .contains("probability FP64", "prediction BOOL");
    }

    @Test
    void step04_neededData_isDeclaredAndItsSourcesAreKept() {
        assertThat(flights.revision().at("datasets").texts()).containsExactly("flights", "weather");
        assertThat(flights.project().datasets()).extracting(DatasetInfo::name).containsExactly("flights", "weather");
        for (String dataset : List.of("flights", "weather")) {
            Execution ingestion = flights.executions("ingestion").stream()
                    .filter(execution ->
                            execution.request().at("dataset").text().equals(dataset))
                    .findFirst()
                    .orElseThrow();
            byte[] source =
                    flights.aws().object("lake", ingestion.request().at("key").text());

            assertThat(ingestion.request().at("filename").text()).isEqualTo(dataset + "-2013-01.csv");
            assertThat(AwsApi.sha256(source))
                    .isEqualTo(ingestion.request().at("sha256").text());
        }
        assertThatThrownBy(() -> refused.push("from: flights", "from: trains"))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("trains");
    }

    @Test
    void step05_distributionQualityAndLabels_areChecked() {
        Execution february = flights.executions("ingestion").stream()
                .filter(execution -> execution.request().at("filename").text().equals("weather-2013-02.csv"))
                .findFirst()
                .orElseThrow();
        Document profile = flights.aws()
                .json("artifacts", february.result().at("profileKey").text());
        Document quarantined = flights.project()
                .quarantine("weather", february.result().at("ingestionId").text())
                .getFirst();
        Document examples = flights.outcome(flights.training()).at("rows");

        assertThat(profile.at("rows").integer())
                .isEqualTo(february.result().at("rows").integer());
        Document wind = profile.at("columns", "wind_speed");
        assertThat(wind.at("max").number())
                .isLessThanOrEqualTo(150)
                .isGreaterThan(wind.at("quantiles", "0.5").number());
        assertThat(profile.at("columns", "wind_gust", "nulls").integer()).isPositive();
        assertThat(quarantined.at("line").integer()).isEqualTo(269);
        assertThat(quarantined.at("faults", "0", "column").text()).isEqualTo("wind_speed");
        assertThat(quarantined.at("faults", "0", "value").text()).isEqualTo("1048.36058");
        assertThat(quarantined.at("faults", "0", "rule").text()).isEqualTo("max");
        // One flight in five of half a year: those cancelled or diverted close without a label, the last have none yet.
        assertThat(examples.at("closed").integer()).isBetween(500L, 3000L);
        assertThat(examples.at("immature").integer()).isPositive();
        assertThat(sum(examples, "train", "validation", "test", "closed", "immature", "gap"))
                .isEqualTo(examples.at("examples").integer());
    }

    private static long sum(Document counts, String... names) {
        long sum = 0;
        for (String name : names) {
            sum += counts.at(name).integer();
        }
        return sum;
    }
}
