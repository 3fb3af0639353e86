package dev.tidemill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.Predictions;
import dev.tidemill.client.TriggerInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Zone D, second half: serving, monitoring, and the ways back. */
class ServingAndFeedbackTest {
    private final Walked flights = new Walked();

    @Test
    void step25_onlineAndBatch_agreeToTheBit() {
        TrainedTrial trial = TrainedTrial.get();
        int version = trial.deployed();
        List<Map<String, Object>> rows = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        lines.add("scheduled_departure,carrier,flight,origin,dest,distance,predict_at");
        for (String flight : List.of("UA,15,EWR,SFO,2565", "B6,3,JFK,MCO,944", "DL,73,LGA,ATL,762")) {
            lines.add("2013-04-01T06:00:00Z," + flight + "," + TrainedTrial.QUARTER);
            rows.add(request(flight.split(",")));
        }

        Predictions online =
                trial.project().tidemill().model(trial.project().name()).predict(rows);
        Execution scoring = trial.project().score(lines, version);

        assertThat(online.modelVersion()).isEqualTo(String.valueOf(version));
        // Read from the online store, not missing there.
        assertThat(String.valueOf(online.parameters()))
                .contains("PRESENT")
                .doesNotContain("MISSING")
                .doesNotContain("STALE")
                .doesNotContain("FUTURE");
        List<String> batch = new String(trial.project().tidemill().scoringResults(scoring.id()), StandardCharsets.UTF_8)
                .lines()
                .toList();
        int column = List.of(batch.getFirst().split(",")).indexOf("probability");
        assertThat(batch.stream().skip(1).map(line -> Double.valueOf(line.split(",", -1)[column])))
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(online.rows().stream()
                        .map(row -> row.number("probability"))
                        .toList());
    }

    private static Map<String, Object> request(String... flight) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("scheduled_departure", "2013-04-01T06:00:00Z");
        row.put("carrier", flight[0]);
        row.put("flight", Long.valueOf(flight[1]));
        row.put("origin", flight[2]);
        row.put("dest", flight[3]);
        row.put("distance", Long.valueOf(flight[4]));
        row.put("predict_at", TrainedTrial.QUARTER.toString());
        return row;
    }

    @Test
    void step26_monitoring_reportsDriftAndQualityByChannel() {
        Map<String, Document> channels = flights.report().at("channels").elements().stream()
                .collect(Collectors.toMap(channel -> channel.at("channel").text(), channel -> channel));

        assertThat(channels).containsOnlyKeys("online", "batch");
        assertThat(channels.values()).allSatisfy(channel -> {
            List<Document> features = channel.at("features").elements();
            assertThat(features).hasSizeGreaterThan(15).allSatisfy(feature -> {
                assertThat(feature.at("decision").text()).isIn("drift", "no-drift", "undecided");
                assertThat(feature.at("values", "test").text()).isNotEmpty();
                assertThat(feature.at("values", "adjusted").number())
                        .isGreaterThanOrEqualTo(feature.at("values", "pValue").number());
                assertThat(feature.at("current", "rows").integer())
                        .isEqualTo(channel.at("predictions").integer());
            });
            // Summer is warmer than the winter and spring that were trained on; distances are the same.
            assertThat(channel.at("drifted").texts()).contains("weather.temp").doesNotContain("distance");
            assertThat(channel.at("quality", "rows").integer()).isPositive();
        });
        assertThat(channel(channels, "online").at("predictions").integer()).isGreaterThanOrEqualTo(500);
        assertThat(channel(channels, "batch")
                        .at("quality", "metrics", "0", "value")
                        .number())
                .isPositive();
        for (String function : List.of("tidemill-capture", "tidemill-monitoring", "tidemill-inference")) {
            assertThat(flights.aws().metrics(function))
                    .as(function)
                    .isNotEmpty()
                    .allSatisfy(metrics -> assertThat(metrics.at("_aws", "CloudWatchMetrics", "0", "Namespace")
                                    .text())
                            .isEqualTo("Tidemill"));
        }
        assertThat(flights.aws().metrics("tidemill-monitoring")).anySatisfy(metrics -> {
            assertThat(metrics.at("Model").text("")).isEqualTo(Walked.MODEL);
            assertThat(metrics.at("Channel").text("")).isEqualTo("batch");
            assertThat(metrics.at("DriftedFeatures").number()).isPositive();
            assertThat(metrics.at("QualityLogLoss").number()).isPositive();
        });
    }

    private static Document channel(Map<String, Document> channels, String name) {
        return channels.getOrDefault(name, Document.absent());
    }

    @Test
    void step27_feedback_isRaisedAsTypedEventsAndReachesTheScheduler() {
        Map<String, List<Document>> events = flights.aws().events("flight-delays").stream()
                .collect(Collectors.groupingBy(event -> event.at("type").text()));
        Document labels = events.getOrDefault("LabelsArrived", List.of()).stream()
                .filter(event -> event.at("detail", "newMatureLabels").integer() >= 8000)
                .findFirst()
                .orElseThrow();

        // To experiment: which feature left what was trained on, with the report that says how far.
        assertThat(events.getOrDefault("DriftDetected", List.of())).isNotEmpty().allSatisfy(event -> {
            assertThat(event.at("detail", "drifted").texts()).isNotEmpty();
            assertThat(flights.aws()
                            .json("artifacts", event.at("detail", "reportKey").text())
                            .at("channels")
                            .elements())
                    .isNotEmpty();
        });
        // To data engineering: what arrived, up to when.
        assertThat(events.getOrDefault("DatasetIngested", List.of()))
                .hasSizeGreaterThanOrEqualTo(16)
                .allSatisfy(event ->
                        assertThat(event.at("detail", "watermark").instant()).isNotNull());
        // To the scheduler, which decided on it.
        assertThat(flights.project().triggers()).anySatisfy(trigger -> {
            assertThat(trigger.event()).isEqualTo(labels.at("id").text());
            assertThat(trigger.kind()).isEqualTo("training");
        });
        assertThat(labels.at("correlationId").text()).isNotEmpty();
    }

    @Test
    void step28_newLabels_startOneTrainingThoughReportedThreeTimes() {
        List<TriggerInfo> decisions = flights.project().triggers().stream()
                .filter(trigger -> trigger.kind().equals("training"))
                .toList();
        TriggerInfo started = decisions.stream()
                .filter(trigger -> trigger.decision().equals("started"))
                .findFirst()
                .orElseThrow();
        String watermark = started.source().at("detail", "watermark").text();
        Execution training = flights.tidemill().execution(String.valueOf(started.execution()));

        assertThat(decisions)
                .filteredOn(trigger ->
                        trigger.source().at("detail", "watermark").text().equals(watermark))
                .extracting(TriggerInfo::decision)
                .contains("already-triggered")
                .containsOnlyOnce("started")
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(training.hasSucceeded()).isTrue();
        assertThat(training.request().at("cause").text()).isEqualTo(started.id());
        assertThat(training.causationIds()).contains(started.event());
        assertThat(flights.executions("training"))
                .filteredOn(one -> !one.request().at("cause").text("").isEmpty())
                .singleElement()
                .satisfies(one -> assertThat(one.id()).isEqualTo(training.id()));
        // Fewer labels than the project asks for started nothing.
        assertThat(decisions)
                .filteredOn(trigger -> trigger.decision().equals("too-few-labels"))
                .isNotEmpty()
                .allSatisfy(trigger -> assertThat(trigger.execution()).isNull());
    }
}
