package dev.tidemill.kernel;

import dev.tidemill.client.DatasetInfo;
import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.HistoryEvent;
import dev.tidemill.client.Lineage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results as tables. */
final class Reports {
    private Reports() {}

    static HtmlTable gates(String caption, List<Document> gates) {
        List<List<String>> rows = new ArrayList<>();
        for (Document gate : gates) {
            rows.add(List.of(
                    gate.at("metric").text("") + " against "
                            + gate.at("against").text(""),
                    gate.at("decision").text(""),
                    number(gate.at("model")),
                    number(gate.at("reference")),
                    percent(gate.at("improvement")),
                    "[" + percent(gate.at("lower")) + ", " + percent(gate.at("upper")) + "]",
                    percent(gate.at("required")),
                    gate.at("reason").text("")));
        }
        return new HtmlTable(
                caption,
                List.of("gate", "decision", "model", "reference", "better by", "interval", "required", "reason"),
                rows);
    }

    /** Drift by feature and quality by metric, a row each, channels apart. */
    static HtmlTable monitoring(Document report) {
        List<List<String>> rows = new ArrayList<>();
        for (Document channel : report.at("channels").elements()) {
            String name = channel.at("channel").text("");
            for (Document feature : channel.at("features").elements()) {
                rows.add(List.of(
                        name,
                        "drift of " + feature.at("name").text(""),
                        feature.at("decision").text(""),
                        feature.at("values", "test").text(""),
                        number(feature.at("values", "statistic")),
                        number(feature.at("values", "adjusted"))));
            }
            Document quality = channel.at("quality");
            for (Document metric : quality.at("metrics").elements()) {
                rows.add(List.of(
                        name,
                        metric.at("metric").text("") + " of "
                                + quality.at("rows").text("0") + " labelled",
                        quality.at("decision").text(""),
                        "test split " + number(metric.at("test")),
                        number(metric.at("value")),
                        ""));
            }
        }
        Document labels = report.at("labels");
        return new HtmlTable(
                labels.at("newMatureLabels").text("0") + " new mature labels, "
                        + labels.at("matched").text("0") + " predictions have theirs",
                List.of("channel", "what", "decision", "test", "value", "q"),
                rows);
    }

    static HtmlTable datasets(String caption, List<DatasetInfo> datasets) {
        List<List<String>> rows = new ArrayList<>();
        for (DatasetInfo dataset : datasets) {
            Instant watermark = dataset.watermark();
            rows.add(List.of(
                    dataset.name(),
                    String.format(Locale.ROOT, "%,d", dataset.rows()),
                    dataset.snapshotId(),
                    watermark == null ? "" : watermark.toString()));
        }
        return new HtmlTable(caption, List.of("dataset", "rows", "snapshot", "known up to"), rows);
    }

    static HtmlTable lineage(Lineage lineage) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "model version",
                lineage.modelVersion().at("model").text("") + " "
                        + lineage.modelVersion().at("version").text("")));
        rows.add(List.of("run", lineage.run()));
        lineage.data()
                .forEach((dataset, pin) -> rows.add(List.of(
                        "data " + dataset, "snapshot " + pin.at("snapshotId").text("?"))));
        rows.add(List.of("project revision", lineage.project() + " " + lineage.revision()));
        String commit = lineage.commit();
        rows.add(List.of("commit", commit == null ? "none" : commit + (lineage.dirty() ? ", changed" : "")));
        lineage.executions().forEach(execution -> rows.add(List.of("execution", execution)));
        return new HtmlTable("", List.of("what", "value"), rows);
    }

    static HtmlTable history(String id, List<HistoryEvent> events) {
        List<List<String>> rows = events.stream()
                .map(event -> List.of(
                        String.valueOf(event.time()),
                        event.type(),
                        event.state(),
                        event.source().at("detail").text("")))
                .toList();
        return new HtmlTable("execution " + id, List.of("time", "type", "state", "detail"), rows);
    }

    static HtmlTable executions(List<Execution> executions) {
        List<List<String>> rows = new ArrayList<>();
        for (Execution execution : executions) {
            Duration took = execution.duration();
            rows.add(List.of(
                    execution.id(),
                    execution.kind(),
                    execution.status(),
                    execution.startedAt().toString(),
                    took == null ? "" : String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0),
                    execution.problem() == null ? "" : execution.problem().message()));
        }
        return new HtmlTable("", List.of("id", "kind", "status", "started", "took", "problem"), rows);
    }

    private static String number(Document value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.number()) : "";
    }

    private static String percent(Document value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.2f%%", 100 * value.number()) : "";
    }
}
