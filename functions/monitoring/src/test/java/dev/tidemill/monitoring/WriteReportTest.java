package dev.tidemill.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.WorkerCall;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.Ulid;
import dev.tidemill.learning.Metric;
import dev.tidemill.monitoring.MonitoringReport.Channel;
import dev.tidemill.monitoring.MonitoringReport.Feature;
import dev.tidemill.monitoring.MonitoringReport.Quality;
import dev.tidemill.monitoring.MonitoringReport.Slice;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteReportTest {
    private static final Instant TIME = Instant.parse("2026-03-05T08:00:00Z");
    private static final String FOLDER = "w/default/executions/" + Parcels.EXECUTION.id() + "/";

    @TempDir
    Path folder;

    private Parcels parcels;

    @BeforeEach
    void begin() {
        parcels = new Parcels(folder);
    }

    private WorkerOutcome run() {
        MonitorModel monitor = new MonitorModel(parcels.joinLabels(), parcels.writeReport());
        WorkerOutcome joined = monitor.step(call("labels", null));
        return monitor.step(call("report", Json.tree(joined)));
    }

    private static WorkerCall call(String action, @Nullable JsonNode previous) {
        return new WorkerCall(
                action, Parcels.EXECUTION, Json.object().put("model", "parcel-delay"), previous, null, null);
    }

    private MonitoringReport report() {
        byte[] json = parcels.artifacts.read(FOLDER + "report.json").orElseThrow();
        return Json.read(new String(json, StandardCharsets.UTF_8), MonitoringReport.class);
    }

    private static Map<String, Feature> features(Channel channel) {
        return channel.features().stream().collect(Collectors.toMap(Feature::name, Function.identity()));
    }

    private static List<Parcels.Prediction> likeTraining() {
        List<Parcels.Prediction> predictions = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            predictions.add(Parcels.prediction("p" + i, TIME)
                    .weight((double) i)
                    .rain((double) (i % 7))
                    .depot(i % 2 == 0 ? "north" : "south")
                    .probability(i / 41.0));
        }
        return predictions;
    }

    @Test
    void report_noChampion_passesTheStatusOn() {
        WorkerOutcome outcome = run();

        assertThat(outcome.hasSucceeded()).isTrue();
        assertThat(String.valueOf(outcome.result())).isEqualTo("{\"status\":\"no-champion\"}");
        assertThat(outcome.events()).isEmpty();
        assertThat(parcels.artifacts.list(FOLDER)).isEmpty();
    }

    @Test
    void report_sameDistribution_isNoDrift() {
        parcels.champion();
        parcels.capture(likeTraining());

        WorkerOutcome outcome = run();

        Channel online = report().channels().getFirst();
        assertThat(online.drift()).isEqualTo(MonitoringReport.NO_DRIFT);
        assertThat(features(online).get("weight")).satisfies(weight -> {
            assertThat(Objects.requireNonNull(weight).decision()).isEqualTo(MonitoringReport.NO_DRIFT);
            assertThat(Objects.requireNonNull(weight.values()).statistic()).isZero();
            assertThat(Objects.requireNonNull(weight.current().mean())).isEqualTo(20.5);
            assertThat(Objects.requireNonNull(weight.reference()).mean()).isEqualTo(20.5);
        });
        assertThat(features(online).get("weather.rain"))
                .extracting(Feature::statuses)
                .isEqualTo(Map.of("PRESENT", 1.0));
        assertThat(outcome.events()).isEmpty();
    }

    @Test
    void report_shiftedInputs_areDriftOfTheirChannelOnly() {
        parcels.champion();
        List<Parcels.Prediction> shifted = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            shifted.add(Parcels.prediction("p" + i, TIME)
                    .weight(100.0 + i)
                    .rain(null)
                    .probability(i / 41.0)
                    .depot(i <= 10 ? "west" : i % 2 == 0 ? "north" : "south"));
        }
        parcels.capture(shifted);
        parcels.capture(likeTraining().stream()
                .map(p -> p.channel("batch")
                        .id(Ulid.derived(Parcels.NOON, "b" + p.build().id())))
                .toList());

        WorkerOutcome outcome = run();

        MonitoringReport report = report();
        assertThat(report.channels()).extracting(Channel::channel).containsExactly("batch", "online");
        assertThat(report.channels()).extracting(Channel::drift).containsExactly("no-drift", "drift");
        Channel online = report.channels().get(1);
        assertThat(online.drifted()).containsExactly("weight", "weather.rain", "depot");
        Map<String, Feature> features = features(online);
        Feature weight = Objects.requireNonNull(features.get("weight"));
        assertThat(Objects.requireNonNull(weight.values()).test()).isEqualTo("ks");
        assertThat(weight.values().statistic()).isEqualTo(1.0);
        Feature rain = Objects.requireNonNull(features.get("weather.rain"));
        assertThat(rain.values()).isNull();
        assertThat(Objects.requireNonNull(rain.missing()).drifted()).isTrue();
        assertThat(rain.current().missingShare()).isEqualTo(1.0);
        assertThat(rain.statuses()).containsExactly(entry("MISSING", 1.0));
        Feature depot = Objects.requireNonNull(features.get("depot"));
        // Counts 20, 20, 0 against 15, 15, 10: 4 * 2.5^2 / 17.5 + 2 * 5^2 / 5.
        assertThat(Objects.requireNonNull(depot.values()).statistic()).isCloseTo(11.428571, within(1e-6));
        assertThat(depot.current().unseenShare()).isEqualTo(0.25);
        assertThat(Objects.requireNonNull(depot.reference()).unseenShare()).isZero();
        assertThat(outcome.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("DriftDetected");
            assertThat(event.detail().path("channel").asText()).isEqualTo("online");
            assertThat(event.detail().path("drifted")).hasSize(3);
            assertThat(event.detail().path("reportKey").asText()).isEqualTo(FOLDER + "report.json");
        });
    }

    @Test
    void report_shiftedAnswers_areDriftOfThePrediction() {
        parcels.champion();
        parcels.capture(likeTraining().stream().map(p -> p.probability(0.9)).toList());

        run();

        Channel online = report().channels().getFirst();
        assertThat(online.drifted()).containsExactly("prediction");
        Feature prediction = Objects.requireNonNull(features(online).get("prediction"));
        assertThat(Objects.requireNonNull(prediction.current().mean())).isCloseTo(0.9, within(1e-12));
        // Of the reference 36 of 40 scores lie below 0.9 (36/41 = 0.878).
        assertThat(Objects.requireNonNull(prediction.values()).statistic()).isCloseTo(0.9, within(1e-12));
    }

    @Test
    void report_fewRows_isUndecided() {
        parcels.champion();
        parcels.capture(List.of(Parcels.prediction("a", TIME).weight(1e6), Parcels.prediction("b", TIME)));
        parcels.label("a", 1, "2026-03-06T00:00:00Z", false);

        WorkerOutcome outcome = run();

        Channel online = report().channels().getFirst();
        assertThat(online.drift()).isEqualTo(MonitoringReport.UNDECIDED);
        assertThat(online.features()).extracting(Feature::decision).containsOnly(MonitoringReport.UNDECIDED);
        assertThat(online.quality().decision()).isEqualTo(MonitoringReport.UNDECIDED);
        assertThat(outcome.events()).isEmpty();
    }

    @Test
    void report_labels_giveQualityBesideTheBaseline() {
        parcels.champion();
        parcels.capture(List.of(
                Parcels.prediction("a", TIME).probability(0.8),
                Parcels.prediction("b", TIME).probability(0.2),
                Parcels.prediction("c", TIME).probability(0.6).depot("south"),
                Parcels.prediction("d", TIME).probability(0.4).depot("south"),
                Parcels.prediction("open", TIME).probability(0.9)));
        // An earlier prediction of a request that was predicted again.
        parcels.capture(List.of(Parcels.prediction("a", TIME.minusSeconds(60))
                .probability(0.01)
                .id(Ulid.derived(Parcels.NOON, "earlier"))));
        parcels.label("a", 1, "2026-03-06T00:00:00Z", false)
                .label("b", 0, "2026-03-06T00:00:00Z", false)
                .label("c", 1, "2026-03-06T00:00:00Z", false)
                .label("d", 0, "2026-03-06T00:00:00Z", false);

        WorkerOutcome outcome = run();

        Quality quality = report().channels().getFirst().quality();
        assertThat(quality.decision()).isEqualTo(MonitoringReport.OK);
        assertThat(quality.rows()).isEqualTo(4);
        // -(2 ln 0.8 + 2 ln 0.6) / 4; the baseline gives 0.25 in the north and 0.75 in the south.
        assertThat(quality.metrics())
                .satisfiesExactly(
                        logLoss -> {
                            assertThat(logLoss.metric()).isEqualTo("log-loss");
                            assertThat(Objects.requireNonNull(logLoss.value())).isCloseTo(0.3669846, within(1e-7));
                            assertThat(Objects.requireNonNull(logLoss.baseline()))
                                    .isCloseTo(0.8369882, within(1e-7));
                            assertThat(logLoss.test()).isEqualTo(0.3);
                        },
                        brier -> {
                            assertThat(Objects.requireNonNull(brier.value())).isCloseTo(0.1, within(1e-12));
                            assertThat(Objects.requireNonNull(brier.baseline())).isCloseTo(0.3125, within(1e-12));
                        });
        assertThat(quality.slices()).extracting(Slice::value).containsExactly("north", "south");
        assertThat(Objects.requireNonNull(
                        quality.slices().get(0).metrics().getFirst().value()))
                .isCloseTo(0.2231436, within(1e-7));
        JsonNode result = Objects.requireNonNull(outcome.result());
        assertThat(result.path("status").asText()).isEqualTo("reported");
        assertThat(result.path("matched").asInt()).isEqualTo(5);
        assertThat(result.at("/channels/online/labelled").asInt()).isEqualTo(4);
        assertThat(result.path("pageKey").asText()).isEqualTo(FOLDER + "report.html");
    }

    @Test
    void report_otherVersions_areCountedApart() {
        parcels.champion();
        parcels.champion();
        parcels.capture(List.of(
                Parcels.prediction("a", TIME), Parcels.prediction("b", TIME).version(2)));

        run();

        assertThat(report().version()).isEqualTo(2);
        assertThat(report().otherVersions()).isEqualTo(1);
        assertThat(report().channels().getFirst().predictions()).isEqualTo(1);
    }

    @Test
    void report_again_writesTheSameBytes() {
        parcels.champion();
        parcels.capture(likeTraining());
        run();
        byte[] json = parcels.artifacts.read(FOLDER + "report.json").orElseThrow();
        byte[] page = parcels.artifacts.read(FOLDER + "report.html").orElseThrow();

        run();

        assertThat(parcels.artifacts.read(FOLDER + "report.json")).hasValue(json);
        assertThat(parcels.artifacts.read(FOLDER + "report.html")).hasValue(page);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void loss_isRelativeAndSigned() {
        assertThat(ChannelQuality.loss(Metric.LOG_LOSS, 0.4, 0.5)).isCloseTo(0.25, within(1e-12));
        assertThat(ChannelQuality.loss(Metric.AUC, 0.8, 0.6)).isCloseTo(0.25, within(1e-12));
        assertThat(ChannelQuality.loss(Metric.BIAS, -2, 1)).isCloseTo(-0.5, within(1e-12));
    }
}
