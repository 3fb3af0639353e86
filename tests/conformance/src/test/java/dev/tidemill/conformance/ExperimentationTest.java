package dev.tidemill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.FeatureValue;
import dev.tidemill.client.MetricPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Zone C: analysis, preparation, training and export as a data scientist does them. */
class ExperimentationTest {
    private static final Instant KNOWN = Instant.parse("2013-07-03T16:00:00Z");

    private final Walked flights = new Walked();

    @Test
    void step13_dataScientist_readsDataAndFeaturesWithTheirAge() {
        Map<String, FeatureValue> known = features(KNOWN);

        assertThat(known).allSatisfy((name, value) -> {
            assertThat(value.status()).isEqualTo("PRESENT");
            assertThat(value.value()).isInstanceOf(Number.class);
            assertThat(value.ageSeconds()).isBetween(0L, Duration.ofHours(6).toSeconds());
        });
        // What is stored was not known two days before, and is too old two days later.
        assertThat(features(KNOWN.minus(Duration.ofDays(2))).values())
                .extracting(FeatureValue::status)
                .containsOnly("FUTURE");
        assertThat(features(KNOWN.plus(Duration.ofDays(2))).values())
                .extracting(FeatureValue::status)
                .containsOnly("STALE");
        assertThat(flights.project().datasets())
                .allSatisfy(dataset -> assertThat(dataset.rows()).isGreaterThan(10_000));
    }

    private Map<String, FeatureValue> features(Instant time) {
        return flights.project()
                .onlineFeatures(List.of("weather.temp", "congestion.late_share"), List.of("EWR"), time)
                .getOrDefault("EWR", Map.of());
    }

    @Test
    void step14_split_isByTimeAndTrainsOnNoLaterLabel() {
        Document manifest = flights.version().manifest();
        Document rows = flights.outcome(flights.training()).at("rows");
        Instant asOf = manifest.at("asOf").instant();
        Instant testFrom = flights.bundle("golden.json").elements().stream()
                .map(row -> row.at("time").instant())
                .min(Comparator.naturalOrder())
                .orElseThrow();

        // A month of New York is tested on; no label that training or validation saw came after it began.
        assertThat(manifest.at("cutOff").instant()).isBefore(testFrom).isBefore(asOf.minus(Duration.ofDays(29)));
        assertThat(testFrom)
                .isAfter(asOf.atZone(ZoneId.of("UTC"))
                        .minusMonths(1)
                        .minusDays(2)
                        .toInstant());
        assertThat(rows.at("train").integer())
                .isEqualTo(manifest.at("trainingRows").integer());
        assertThat(manifest.at("validationRows").integer()).isBetween(4000L, 7000L);
        assertThat(manifest.at("testRows").integer()).isBetween(4000L, 7000L);
        // Between two parts, rows whose label was not known when the next part begins.
        assertThat(rows.at("gap").integer()).isPositive();
        String set = manifest.at("trainingSetSha256").text();
        Document stored = artifact(manifest, "training-set.parquet");
        assertThat(stored.at("sha256").text()).isEqualTo(set);
        assertThat(AwsApi.sha256(
                        flights.aws().object("artifacts", stored.at("key").text())))
                .isEqualTo(set);
    }

    @Test
    void step15_algorithmAndHyperparameters_areThoseOfTheRevision() {
        Document trainer = flights.revision().at("spec", "training", "trainer");
        Map<String, Document> tracked =
                flights.run(flights.version().manifest().at("runId").text()).at("data", "params").elements().stream()
                        .collect(Collectors.toMap(param -> param.at("key").text(), param -> param.at("value")));

        assertThat(tracked).containsKeys("rounds", "max_depth", "eta", "seed", "inputs", "split.test");
        assertThat(tracked.get("rounds"))
                .hasToString("\"" + trainer.at("rounds").integer() + "\"")
                .hasToString("\"400\"");
        assertThat(tracked.get("max_depth")).hasToString("\"4\"");
        assertThat(tracked.get("eta")).hasToString("\"0.05\"");
        assertThat(tracked.get("seed")).hasToString("\"7\"");
    }

    @Test
    void step16_iterations_areTrackedAndTheBestIsKept() {
        String run = flights.version().manifest().at("runId").text();
        List<MetricPoint> validation = flights.tidemill().metric(run, "validation-logloss");
        List<MetricPoint> training = flights.tidemill().metric(run, "train-logloss");
        MetricPoint best = validation.stream()
                .min(Comparator.comparingDouble(MetricPoint::value))
                .orElseThrow();

        assertThat(validation)
                .extracting(MetricPoint::step)
                .doesNotHaveDuplicates()
                .hasSizeBetween(22, 399);
        assertThat(training).hasSameSizeAs(validation);
        assertThat(training.getLast().value()).isLessThan(training.getFirst().value());
        // Stopped 20 rounds after the best on the validation rows, which is the one tested.
        assertThat(validation.getLast().step() - best.step()).isEqualTo(20);
        assertThat(flights.tidemill().metric(run, "test-log-loss"))
                .singleElement()
                .satisfies(tested -> assertThat(tested.step()).isEqualTo(best.step()));
    }

    @Test
    void step17_export_isHashedAndNamesItsCommit() {
        Document manifest = flights.version().manifest();
        Document bundle = flights.bundle("bundle.json");
        Execution training = flights.training();

        assertThat(AwsApi.sha256(flights.aws()
                        .object("artifacts", manifest.at("bundleKey").text() + "/bundle.json")))
                .isEqualTo(manifest.at("bundleSha256").text());
        assertThat(bundle.at("files").fields())
                .containsKeys("model.ubj", "encoder.json", "golden.json", "project.json")
                .allSatisfy((file, sha256) -> assertThat(AwsApi.sha256(flights.aws()
                                .object("artifacts", manifest.at("bundleKey").text() + "/" + file)))
                        .isEqualTo(sha256.text()));
        assertThat(manifest.at("commit").text())
                .matches("[0-9a-f]{40}")
                .isEqualTo(flights.project()
                        .revision(training.revision())
                        .at("commit")
                        .text());
        assertThat(manifest.at("revision").text()).isEqualTo(training.revision());
    }

    private static Document artifact(Document manifest, String name) {
        return manifest.at("artifacts").elements().stream()
                .filter(artifact -> artifact.at("key").text().endsWith("/" + name))
                .findFirst()
                .orElseThrow();
    }
}
