package dev.tidemill.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.FakeContext;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.workflow.WorkerCall;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportMetricsTest {
    @TempDir
    Path folder;

    private JsonNode outcome = Json.object();

    @Test
    void report_writesDriftAndQualityByChannelAndLabelsByModel() throws IOException {
        Parcels parcels = new Parcels(folder);
        parcels.champion();
        List<Parcels.Prediction> predictions = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            predictions.add(Parcels.prediction("p" + i, Instant.parse("2026-03-05T08:00:00Z"))
                    .weight(100.0 + i)
                    .rain((double) (i % 7))
                    .depot(i % 2 == 0 ? "north" : "south")
                    .probability(i / 41.0));
        }
        parcels.capture(predictions);
        MonitoringHandler handler =
                new MonitoringHandler(new MonitorModel(parcels.joinLabels(), parcels.writeReport()));
        metrics(handler, "labels", null);

        List<JsonNode> written = metrics(handler, "report", outcome);

        JsonNode channel = outcome.at("/result/channels/online");
        JsonNode online = of(written, "Service", "Project", "Model", "Channel");
        assertThat(online.path("Service").asText()).isEqualTo("tidemill");
        assertThat(online.path("Project").asText()).isEqualTo("late-parcels");
        assertThat(online.path("Model").asText()).isEqualTo("parcel-delay");
        assertThat(online.path("Channel").asText()).isEqualTo("online");
        assertThat(online.at("/_aws/CloudWatchMetrics/0/Namespace").asText()).isEqualTo("Tidemill");
        assertThat(online.path("Predictions").asInt()).isEqualTo(40);
        assertThat(online.path("DriftedFeatures").asInt())
                .isPositive()
                .isEqualTo(channel.path("drifted").size());
        assertThat(online.path("DriftedShare").asDouble())
                .isEqualTo((double) channel.path("drifted").size()
                        / channel.path("features").asInt());
        assertThat(online.has("QualityLogLoss"))
                .isEqualTo(channel.path("metrics").path("log-loss").isNumber());
        JsonNode model = of(written, "Service", "Project", "Model");
        assertThat(model.path("UnmatchedLabels").asInt())
                .isEqualTo(outcome.at("/result/unmatched").asInt());
        assertThat(model.path("MatchedLabels").asInt())
                .isEqualTo(outcome.at("/result/matched").asInt());
    }

    @Test
    void write_qualityOfLabelledRows_isNamedByItsMetric() throws IOException {
        ObjectNode result = Json.object()
                .put("status", "reported")
                .put("model", "m")
                .put("matched", 7)
                .put("unmatched", 2);
        result.putObject("channels")
                .putObject("batch")
                .put("predictions", 9)
                .put("features", 4)
                .put("labelled", 7)
                .putObject("metrics")
                .put("log-loss", 0.25)
                .putNull("auc");

        List<JsonNode> written = printed(() -> ReportMetrics.write(Parcels.EXECUTION, result));

        JsonNode batch = of(written, "Service", "Project", "Model", "Channel");
        assertThat(batch.path("QualityLogLoss").asDouble()).isEqualTo(0.25);
        assertThat(batch.path("LabelledPredictions").asInt()).isEqualTo(7);
        assertThat(batch.path("DriftedShare").asDouble()).isZero();
        assertThat(batch.has("QualityAuc")).isFalse();
        assertThat(of(written, "Service", "Project", "Model")
                        .path("MatchedLabels")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void write_noChampion_writesNothing() throws IOException {
        assertThat(printed(() ->
                        ReportMetrics.write(Parcels.EXECUTION, Json.object().put("status", "no-champion"))))
                .isEmpty();
    }

    /** What an invocation writes, of which the outcome is kept. */
    private List<JsonNode> metrics(MonitoringHandler handler, String action, @Nullable JsonNode previous)
            throws IOException {
        WorkerCall call = new WorkerCall(
                action, Parcels.EXECUTION, Json.object().put("model", "parcel-delay"), previous, null, null);
        return printed(() -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            handler.handleRequest(
                    new ByteArrayInputStream(Json.write(call).getBytes(StandardCharsets.UTF_8)),
                    out,
                    new FakeContext());
            outcome = Json.parse(out.toString(StandardCharsets.UTF_8));
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    /** The metrics that are printed meanwhile. */
    private static List<JsonNode> printed(Work work) throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setOut(before);
        }
        return console.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("{\"_aws\""))
                .map(Json::parse)
                .toList();
    }

    /** The one that has just this set of dimensions. */
    private static JsonNode of(List<JsonNode> written, String... dimensions) {
        return written.stream()
                .filter(line -> sets(line).equals(List.of(Set.of(dimensions))))
                .findFirst()
                .orElseThrow(() -> new AssertionError(written.toString()));
    }

    private static List<Set<String>> sets(JsonNode line) {
        List<Set<String>> sets = new ArrayList<>();
        for (JsonNode set : line.at("/_aws/CloudWatchMetrics/0/Dimensions")) {
            Set<String> names = new HashSet<>();
            set.forEach(name -> names.add(name.asText()));
            sets.add(names);
        }
        return sets;
    }
}
