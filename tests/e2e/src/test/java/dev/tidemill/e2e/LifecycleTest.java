package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.client.Execution;
import dev.tidemill.client.Lineage;
import dev.tidemill.client.ModelVersionInfo;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.TriggerInfo;
import dev.tidemill.localcloud.LocalCloud;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The life of the flights project as {@code localstack/up} walks it. */
class LifecycleTest {
    private static LocalCloud cloud;
    private static TidemillClient tidemill;

    @BeforeAll
    static void walk() {
        cloud = LocalCloud.get();
        tidemill = cloud.client();
    }

    @Test
    void up_walkedTheWholeLife() {
        List<Execution> executions = tidemill.project("flight-delays").executions(null, null, 100);

        assertThat(executions)
                .extracting(Execution::kind)
                .contains("ingestion", "materialization", "training", "deployment", "scoring", "monitoring");
        assertThat(executions)
                .allSatisfy(execution -> assertThat(execution.hasSucceeded())
                        .as(execution.kind() + " " + execution.id())
                        .isTrue());
    }

    @Test
    void retraining_startedOnceThoughItsEventCameThreeTimes() {
        List<TriggerInfo> started = tidemill.project("flight-delays").triggers().stream()
                .filter(trigger -> trigger.kind().equals("training"))
                .filter(trigger -> trigger.decision().equals("started"))
                .toList();

        assertThat(started).hasSize(1);
        assertThat(tidemill.project("flight-delays").executions("training", null, 10))
                .hasSize(2);
    }

    @Test
    void champion_isAVersionWhoseHistoryIsComplete() {
        int champion = tidemill.model("flight-delay").alias("champion");

        ModelVersionInfo version = tidemill.model("flight-delay").version(champion);

        assertThat(version.gates()).hasSize(2);
        assertThat(version.card()).contains("# flight-delay");
        assertThat(version.manifest().at("trainingRows").integer()).isGreaterThan(10_000);
        assertThat(version.manifest().at("data").fields()).containsOnlyKeys("flights", "weather");
        assertThat(tidemill.execution(version.manifest().at("executionId").text())
                        .kind())
                .isEqualTo("training");
    }

    @Test
    void prediction_withoutRequiredColumn_namesIt() {
        Map<String, Object> row = new LinkedHashMap<>(request());
        row.remove("carrier");

        assertThatThrownBy(() -> tidemill.model("flight-delay").predictOne(row))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("carrier");
    }

    @Test
    void prediction_isTracedToDataAndCommit() {
        String id = tidemill.model("flight-delay").predictOne(request()).id();

        Lineage lineage = lineage(id);

        assertThat(lineage.project()).isEqualTo("flight-delays");
        assertThat(lineage.data()).containsOnlyKeys("flights", "weather");
        assertThat(lineage.run()).hasSize(32);
        assertThat(lineage.revision()).hasSize(32);
        assertThat(lineage.executions()).hasSizeGreaterThan(12);
    }

    @Test
    void again_keepsWhatIsThere() {
        List<String> lines = cloud.again();

        assertThat(lines).filteredOn(line -> line.contains("kept")).hasSizeGreaterThan(10);
        assertThat(tidemill.project("flight-delays").executions("training", null, 10))
                .hasSize(2);
    }

    /** A prediction is captured before its answer, and stored a little later. */
    private static Lineage lineage(String prediction) {
        Instant limit = Instant.now().plusSeconds(90);
        while (true) {
            try {
                return tidemill.lineage(prediction, "flight-delay");
            } catch (TidemillException e) {
                if (Instant.now().isAfter(limit)) {
                    throw e;
                }
                LockSupport.parkNanos(500_000_000);
            }
        }
    }

    private static Map<String, Object> request() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("scheduled_departure", Instant.parse("2013-07-03T20:00:00Z").toString());
        row.put("carrier", "UA");
        row.put("flight", 15L);
        row.put("origin", "EWR");
        row.put("dest", "SFO");
        row.put("distance", 2565L);
        row.put("predict_at", Instant.parse("2013-07-03T18:00:00Z").toString());
        return row;
    }
}
