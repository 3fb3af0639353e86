package dev.tidemill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.FeatureValue;
import dev.tidemill.client.PushedRevision;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Zone B: rules for features, and the pipeline that follows them. */
class FeaturePipelineTest {
    private static final Instant FEBRUARY = Instant.parse("2013-02-01T05:00:00Z");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static TrialProject trial;
    private static PushedRevision rules;
    private static Execution dirty;

    private final Walked flights = new Walked();

    /** January, its weather with two rows broken. */
    @BeforeAll
    static void ingestJanuary() throws IOException {
        trial = TrialProject.fresh("features");
        rules = trial.push();
        List<String> lines = new ArrayList<>(Files.readAllLines(trial.file("weather", 1)));
        lines.set(9, TrialProject.replaced(lines.get(9), "EWR", "XXX"));
        lines.set(19, TrialProject.replaced(lines.get(19), "14.960139999999999", "fast"));
        dirty = trial.ingest("weather", lines).orThrow();
        trial.succeeded(trial.client().ingest("flights", trial.file("flights", 1)));
        trial.succeeded(trial.client().materialize(FEBRUARY));
    }

    @Test
    void step06_cleaningRules_areVersionedAndEveryExecutionRecordsItsVersion() throws IOException {
        TrialProject project = TrialProject.fresh("rules");
        String first = project.push().revision();
        PushedRevision again = project.push();
        String second = project.push("origin IN ('EWR', 'JFK', 'LGA')", "origin IN ('EWR', 'JFK')")
                .revision();

        Execution refused = project.await(project.client().ingest("flights", project.file("flights", 1)));

        assertThat(again.created()).isFalse();
        assertThat(again.revision()).isEqualTo(first).isNotEqualTo(second);
        assertThat(project.client().revision(first).at("files", "project.yaml").text())
                .contains("'LGA'");
        assertThat(refused.status()).isEqualTo("FAILED");
        assertThat(refused.revision()).isEqualTo(second);
        assertThat(String.valueOf(refused.source().at("problem"))).contains("known-origin");
        assertThat(project.client().datasets().getFirst().rows()).isZero();

        project.push();
        Execution accepted = project.succeeded(project.client().ingest("flights", project.file("flights", 1)));

        assertThat(accepted.revision()).isEqualTo(first);
        assertThat(accepted.result().at("rows").integer())
                .isEqualTo(Files.readAllLines(project.file("flights", 1)).size() - 1L);
    }

    @Test
    void step07_featureRules_changeTheVersionOfTheirViewAlone() {
        TrialProject project = TrialProject.fresh("views");
        PushedRevision first = project.push();
        project.ingestMonth(1);
        Execution before = project.succeeded(project.client().materialize(FEBRUARY));
        Map<String, String> files = new TreeMap<>();
        project.client()
                .revision(first.revision())
                .at("files")
                .fields()
                .forEach((name, content) -> files.put(name, content.text()));
        files.compute(
                "features/weather.sql",
                (name, sql) -> TrialProject.replaced(String.valueOf(sql), "    temp,", "    temp * 2 AS temp,"));
        PushedRevision second = project.client().push(files, null, true);

        Execution after = project.succeeded(project.client().materialize(FEBRUARY));

        assertThat(List.of(before.revision(), after.revision())).containsExactly(first.revision(), second.revision());
        assertThat(version(after, "weather")).isNotEqualTo(version(before, "weather"));
        assertThat(version(after, "congestion")).isEqualTo(version(before, "congestion"));
        double old = Double.parseDouble(stored(project, before).substring(1));
        assertThat(stored(project, after)).isEqualTo("d" + 2 * old);
    }

    private String stored(TrialProject project, Execution materialization) {
        return flights.aws()
                .onlineItem(project.name(), "weather", version(materialization, "weather"), "EWR")
                .at("values", "M", "temp", "S")
                .text();
    }

    private static String version(Execution materialization, String view) {
        return materialization.result().at("views", view, "version").text();
    }

    @Test
    void step08_rawData_isReachedInCloudStorage() {
        Upload upload = trial.client().upload(trial.file("weather", 3), "weather");

        assertThat(AwsApi.sha256(flights.aws().object("lake", upload.key()))).isEqualTo(upload.sha256());
        assertThat(upload.key()).endsWith("/weather/" + upload.sha256());
        assertThat(trial.client().upload(trial.file("weather", 3), "weather").existed())
                .isTrue();
        String nothing = "0".repeat(64);
        assertThatThrownBy(() -> trial.await(trial.client()
                                .ingest(
                                        "weather",
                                        new Upload(
                                                upload.key().replace(upload.sha256(), nothing),
                                                nothing,
                                                "none.csv",
                                                1,
                                                false)))
                        .orThrow())
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining(nothing);
    }

    @Test
    void step09_extraction_takesEveryRowOnce() throws IOException {
        long lines = Files.readAllLines(trial.file("flights", 1)).size() - 1L;

        Execution again = trial.succeeded(trial.client().ingest("flights", trial.file("flights", 1)));

        assertThat(again.result().at("status").text()).isEqualTo("DUPLICATE");
        assertThat(trial.client().datasets().getFirst().rows()).isEqualTo(lines);
        assertThat(flights.aws().table(trial.name(), "flights").at("snapshots").elements())
                .hasSize(1);
    }

    @Test
    void step10_transformation_typesRowsAndKeepsBrokenOnesOut() {
        List<Document> kept = trial.client()
                .quarantine("weather", dirty.result().at("ingestionId").text());
        Document profile =
                flights.aws().json("artifacts", dirty.result().at("profileKey").text());

        assertThat(dirty.revision()).isEqualTo(rules.revision());
        assertThat(dirty.result().at("rows").integer()).isEqualTo(2224);
        assertThat(kept)
                .extracting(FeaturePipelineTest::fault)
                .containsExactlyInAnyOrder("10 origin XXX values", "20 wind_speed fast type");
        assertThat(profile.at("columns", "origin", "top").elements())
                .extracting(top -> top.at("value").text())
                .doesNotContain("XXX");
        assertThat(profile.at("columns", "wind_gust", "type").text()).isEqualTo("double");
        assertThat(profile.at("columns", "wind_gust", "nulls").integer()).isPositive();
        assertThat(flights.aws()
                        .table(trial.name(), "weather")
                        .at("snapshots", "0", "summary", "added-records")
                        .text())
                .isEqualTo("2224");
    }

    private static String fault(Document row) {
        Document fault = row.at("faults", "0");
        return row.at("line").integer() + " " + fault.at("column").text() + " "
                + fault.at("value").text() + " " + fault.at("rule").text();
    }

    @Test
    void step11_features_areDerivedByTheSameRulesOfflineAndOnline() throws IOException {
        // On demand: the local hour, in each of the 100 rows that training kept for the deployment to reproduce.
        List<Document> golden = flights.bundle("golden.json").elements();
        assertThat(golden).hasSize(100).allSatisfy(row -> {
            int hour = row.at("request", "scheduled_departure")
                    .instant()
                    .atZone(NEW_YORK)
                    .getHour();
            assertThat(row.at("encoded", "1").number()).isEqualTo(hour);
            assertThat(row.at("encoded", "2").number()).isEqualTo(hour >= 17 ? 1 : 0);
        });

        // By views: each golden row was joined offline; the file says what was known at its time.
        List<String[]> weather = new ArrayList<>();
        for (int month = 5; month <= 6; month++) {
            Files.readAllLines(trial.file("weather", month)).stream()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .forEach(weather::add);
        }
        assertThat(golden.subList(50, 70))
                .allSatisfy(row -> assertThat(
                                row.at("features", "weather.temp", "value").number())
                        .isEqualTo(known(
                                weather,
                                row.at("request", "origin").text(),
                                row.at("time").instant())));

        // The same rule wrote January's last observation to the online store.
        List<String[]> january = Files.readAllLines(trial.file("weather", 1)).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
        FeatureValue online = value(FEBRUARY, "weather.temp");
        assertThat(online.status()).isEqualTo("PRESENT");
        assertThat(online.value()).isEqualTo(known(january, "LGA", FEBRUARY));
    }

    /** The temperature of the newest hour that was published by then, an hour after it. */
    private static double known(List<String[]> weather, String airport, Instant time) {
        return weather.stream()
                .filter(row -> row[0].equals(airport))
                .filter(row -> !Instant.parse(row[14]).plus(Duration.ofHours(1)).isAfter(time))
                .max(Comparator.comparing(row -> Instant.parse(row[14])))
                .map(row -> Double.valueOf(row[5]))
                .orElseThrow();
    }

    private static FeatureValue value(Instant time, String feature) {
        FeatureValue value = trial.client()
                .onlineFeatures(List.of(feature), List.of("LGA"), time)
                .getOrDefault("LGA", Map.of())
                .get(feature);
        assertThat(value).isNotNull();
        return Objects.requireNonNull(value);
    }

    @Test
    void step12_values_areInBothStoresAndWrittenOnce() {
        Document snapshot = flights.aws().table(trial.name(), "weather").at("snapshots", "0");
        Execution first = trial.succeeded(trial.client().materialize(FEBRUARY));
        Document item = flights.aws().onlineItem(trial.name(), "weather", version(first, "weather"), "LGA");

        Execution second = trial.succeeded(trial.client().materialize(FEBRUARY));

        assertThat(snapshot.at("summary", "tidemill.ingestion-id").text())
                .isEqualTo(dirty.result().at("ingestionId").text());
        assertThat(snapshot.at("snapshot-id").integer())
                .isEqualTo(Long.parseLong(dirty.result().at("snapshotId").text()));
        assertThat(first.result().at("views", "weather", "items").integer()).isEqualTo(3);
        assertThat(item.at("eventTime", "S").instant()).isEqualTo(FEBRUARY.minus(Duration.ofHours(1)));
        assertThat(item.at("values", "M").fields()).containsKeys("temp", "visib");
        assertThat(flights.aws().onlineItem(trial.name(), "weather", version(second, "weather"), "LGA"))
                .isEqualTo(item);
    }
}
