package dev.tidemill.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run as tracking has it.
 *
 * @param experiment id of its experiment
 * @param status RUNNING, SCHEDULED, FINISHED, FAILED or KILLED
 * @param endedAt null while it runs
 * @param params by name
 * @param metrics the latest value of each, by name; NaN and infinities are what was logged
 * @param tags by name, the system's own among them
 * @param source everything the API told
 */
public record RunInfo(
        String id,
        String name,
        String experiment,
        String status,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Map<String, String> params,
        Map<String, Double> metrics,
        Map<String, String> tags,
        Document source) {
    static RunInfo of(Document json) {
        Document info = json.at("info");
        Map<String, Double> metrics = new TreeMap<>();
        json.at("data", "metrics")
                .elements()
                .forEach(metric -> metrics.put(metric.at("key").text(), number(metric.at("value"))));
        return new RunInfo(
                info.at("run_id").text(),
                info.at("run_name").text(""),
                info.at("experiment_id").text(""),
                info.at("status").text(""),
                time(info.at("start_time")),
                time(info.at("end_time")),
                texts(json.at("data", "params")),
                metrics,
                texts(json.at("data", "tags")),
                json);
    }

    private static Map<String, String> texts(Document entries) {
        Map<String, String> texts = new TreeMap<>();
        entries.elements()
                .forEach(entry ->
                        texts.put(entry.at("key").text(), entry.at("value").text("")));
        return new LinkedHashMap<>(texts);
    }

    private static @Nullable Instant time(Document millis) {
        long at = millis.integer(0);
        return at == 0 ? null : Instant.ofEpochMilli(at);
    }

    /** A metric's value; JSON has no NaN or infinity, which MLflow writes as texts. */
    static double number(Document value) {
        return value.isNumber() ? value.number() : Double.parseDouble(value.text("NaN"));
    }

    /** The execution that trained in this run; empty for a run of another origin. */
    public String execution() {
        return tags.getOrDefault("tidemill.execution", "");
    }
}
