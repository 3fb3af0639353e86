package dev.tidemill.lifecycle;

import dev.tidemill.client.Document;
import dev.tidemill.client.FeatureValue;
import dev.tidemill.client.ModelClient;
import dev.tidemill.client.Predictions;
import dev.tidemill.lifecycle.Steps.Done;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Predicts online: half of the callers name only the request's columns, half send view features by name. */
final class OnlineStage {
    private final Context context;

    OnlineStage(Context context) {
        this.context = context;
    }

    /**
     * What the predictions were.
     *
     * @param firstId of the first prediction
     * @param sample one request of the first kind
     */
    record Predicted(String firstId, Map<String, @Nullable Object> sample) {}

    /** Predicts the plan's requests, one request each, as of a time. */
    Predicted predict(Instant asOf) {
        WalkPlan.Online online = context.plan().online();
        Path file = context.data().files(online.requests(), online.export()).getFirst();
        return context.steps().step("predict " + online.predictions() + " online", live -> {
            ModelClient model = context.tidemill().model(context.model());
            List<Map<String, @Nullable Object>> requests = RequestFile.read(file, model.metadata());
            Map<String, Map<String, FeatureValue>> known = looked(requests, asOf);
            List<Duration> latencies = new ArrayList<>();
            List<Document> statuses = new ArrayList<>();
            List<Predictions.Prediction> answers = new ArrayList<>();
            String version = "";
            for (int i = 0; i < online.predictions(); i++) {
                Map<String, @Nullable Object> request = requests.get(i % requests.size());
                // Gone through again, each request is asked the other way.
                boolean named = (i % requests.size() + i / requests.size()) % 2 == 1;
                long begin = System.nanoTime();
                Predictions answer = model.predict(List.of(named ? withFeatures(request, known) : request));
                latencies.add(Duration.ofNanos(System.nanoTime() - begin));
                statuses.add(answer.parameters().at("feature_status"));
                answers.addAll(answer.rows());
                version = answer.modelVersion();
            }
            return Done.made(new Predicted(firstId(answers), requests.getFirst()), figure(answers, latencies, version))
                    .with(List.of("looked-up features: " + Figures.tally(statuses)));
        });
    }

    private static String firstId(List<Predictions.Prediction> answers) {
        String id = answers.isEmpty() ? "" : answers.getFirst().id();
        if (id.isEmpty()) {
            throw new WalkException("the predictions have no id, so nothing was captured");
        }
        return id;
    }

    private static String figure(List<Predictions.Prediction> answers, List<Duration> latencies, String version) {
        List<Duration> sorted = latencies.stream().sorted().toList();
        String output = answers.getFirst().outputs().containsKey("probability") ? "probability" : "prediction";
        double mean = answers.stream()
                .mapToDouble(answer -> answer.number(output))
                .average()
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "version %s, mean %s %.3f, %d ms at the median, %d ms at 95%%",
                version,
                output,
                mean,
                Figures.percentile(sorted, 0.5).toMillis(),
                Figures.percentile(sorted, 0.95).toMillis());
    }

    private Map<String, Map<String, FeatureValue>> looked(List<Map<String, @Nullable Object>> requests, Instant asOf) {
        WalkPlan.SentFeatures sent = context.plan().online().sendFeatures();
        List<String> entities = requests.stream()
                .map(request -> String.valueOf(request.get(sent.entity())))
                .distinct()
                .sorted()
                .toList();
        return context.project().onlineFeatures(sent.names(), entities, asOf);
    }

    private Map<String, @Nullable Object> withFeatures(
            Map<String, @Nullable Object> request, Map<String, Map<String, FeatureValue>> known) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>(request);
        String entity = String.valueOf(
                request.get(context.plan().online().sendFeatures().entity()));
        known.getOrDefault(entity, Map.of()).forEach((name, feature) -> {
            if (feature.value() != null) {
                row.put(name, feature.value());
            }
        });
        return row;
    }
}
