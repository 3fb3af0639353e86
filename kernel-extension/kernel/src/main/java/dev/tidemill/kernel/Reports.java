package dev.tidemill.kernel;

import dev.tidemill.client.DatasetInfo;
import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.HistoryEvent;
import dev.tidemill.client.Lineage;
import dev.tidemill.client.ModelInfo;
import dev.tidemill.client.ModelVersionInfo;
import dev.tidemill.client.RunInfo;
import dev.tidemill.client.TriggerInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
                    interval(gate),
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
                    time(watermark)));
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

    static HtmlTable history(Execution execution, List<HistoryEvent> events) {
        List<List<String>> rows = events.stream()
                .map(event -> List.of(
                        time(event.time()),
                        event.type(),
                        event.state(),
                        event.source().at("detail").text("")))
                .toList();
        String caption = execution.kind() + " " + execution.id() + " is " + execution.status()
                + (execution.problem() == null ? "" : ": " + execution.problem().message());
        return new HtmlTable(caption, List.of("time", "type", "state", "detail"), rows);
    }

    static HtmlTable executions(List<Execution> executions) {
        List<List<String>> rows = new ArrayList<>();
        for (Execution execution : executions) {
            Duration took = execution.duration();
            rows.add(List.of(
                    execution.id(),
                    execution.kind(),
                    execution.status(),
                    time(execution.startedAt()),
                    took == null ? "" : String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0),
                    execution.problem() == null ? "" : execution.problem().message()));
        }
        return new HtmlTable("", List.of("id", "kind", "status", "started", "took", "problem"), rows);
    }

    static String aliases(Map<String, Integer> aliases) {
        return aliases.isEmpty()
                ? "no alias"
                : aliases.entrySet().stream()
                        .map(alias -> alias.getKey() + " is version " + alias.getValue())
                        .collect(Collectors.joining(", "));
    }

    static HtmlTable models(List<ModelInfo> models) {
        List<List<String>> rows = models.stream()
                .map(model ->
                        List.of(model.name(), model.source().at("latestVersion").text(""), aliases(model.aliases())))
                .toList();
        return new HtmlTable("", List.of("model", "latest version", "aliases"), rows);
    }

    static HtmlTable versions(ModelInfo model) {
        List<List<String>> rows = new ArrayList<>();
        for (Document version : model.source().at("versions").elements()) {
            int number = (int) version.at("version").integer();
            rows.add(List.of(
                    String.valueOf(number),
                    model.aliases().entrySet().stream()
                            .filter(alias -> alias.getValue() == number)
                            .map(Map.Entry::getKey)
                            .collect(Collectors.joining(", ")),
                    version.at("status").text(""),
                    origin(version),
                    version.at("tags", "tidemill.decision").text(""),
                    version.at("runId").text(""),
                    time(version.at("createdAt").instantOrNull())));
        }
        return new HtmlTable(
                "model " + model.name(),
                List.of("version", "aliases", "status", "origin", "gates", "run", "created"),
                rows);
    }

    private static String origin(Document version) {
        List<String> missing = version.at("missing").texts();
        return version.at("origin").text("") + (missing.isEmpty() ? "" : ", lacks " + String.join(", ", missing));
    }

    /** All that is recorded of an imported version; where it was trained, its run and what it was made of. */
    static HtmlTable version(ModelVersionInfo version) {
        Document told = version.source();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("status", told.at("status").text("")));
        rows.add(List.of("origin", version.origin()));
        Document imported = told.at("imported");
        Map<String, String> missing = version.missing();
        if (imported.isPresent()) {
            for (String field : List.of("source", "owner", "sha256", "signature")) {
                String why = missing.get(field);
                rows.add(List.of(
                        field,
                        why == null || why.equals("not recorded")
                                ? imported.at(field).text("")
                                : "not recorded: " + why));
            }
            imported.at("facts").fields().forEach((fact, value) -> rows.add(List.of(fact, value.text(""))));
        } else {
            rows.add(List.of("gates", version.decision()));
            rows.add(List.of("execution", told.at("executionId").text("")));
        }
        rows.add(List.of("run", told.at("runId").text("")));
        rows.add(List.of("created", time(told.at("createdAt").instantOrNull())));
        rows.add(List.of("created by", told.at("createdBy").text("")));
        return new HtmlTable(
                "version " + version.version() + " of model " + version.model(), List.of("what", "value"), rows);
    }

    static HtmlTable runs(List<RunInfo> runs) {
        Set<String> metrics = new TreeSet<>();
        runs.forEach(run -> run.metrics().keySet().stream()
                .filter(metric -> metric.startsWith("test-"))
                .forEach(metrics::add));
        List<String> header = new ArrayList<>(List.of("run", "name", "status", "started"));
        header.addAll(metrics);
        List<List<String>> rows = new ArrayList<>();
        for (RunInfo run : runs) {
            List<String> row = new ArrayList<>(List.of(run.id(), run.name(), run.status(), time(run.startedAt())));
            metrics.forEach(metric -> row.add(figure(run.metrics().get(metric))));
            rows.add(row);
        }
        return new HtmlTable(runs.isEmpty() ? "There is no such run." : "", header, rows);
    }

    static HtmlTable triggers(List<TriggerInfo> triggers) {
        List<List<String>> rows = triggers.stream()
                .map(trigger -> List.of(
                        time(trigger.time()),
                        trigger.kind(),
                        trigger.decision(),
                        trigger.execution() == null ? "" : String.valueOf(trigger.execution()),
                        trigger.source().at("detail").fields().entrySet().stream()
                                .map(entry ->
                                        entry.getKey() + "=" + entry.getValue().text(""))
                                .collect(Collectors.joining(", "))))
                .toList();
        return new HtmlTable("", List.of("time", "would start", "decision", "execution", "because of"), rows);
    }

    /** The columns that a part of a project declares. */
    static HtmlTable columns(String caption, Document declared) {
        List<List<String>> rows = new ArrayList<>();
        List<String> key = declared.at("key").texts();
        declared.at("columns").fields().forEach((name, column) -> {
            List<String> rules = new ArrayList<>();
            if (key.contains(name)) {
                rules.add("part of the key");
            }
            column.fields().forEach((rule, value) -> {
                if (!Set.of("type", "required").contains(rule)) {
                    rules.add(rule + " " + (value.isArray() ? String.join(", ", value.texts()) : value.text("")));
                }
            });
            rows.add(List.of(
                    name,
                    column.at("type").text("").toLowerCase(Locale.ROOT),
                    column.at("required").isTrue() ? "yes" : "no",
                    String.join("; ", rules)));
        });
        return new HtmlTable(caption, List.of("column", "type", "required", "rules"), rows);
    }

    static HtmlTable features(Document features) {
        List<List<String>> rows = new ArrayList<>();
        features.at("views").fields().forEach((name, view) -> {
            List<String> window = new ArrayList<>();
            view.at("columns")
                    .fields()
                    .forEach((column, expression) -> window.add(column + " = " + expression.text("")));
            rows.add(List.of(
                    name,
                    "view of " + view.at("entity").text(""),
                    window.isEmpty()
                            ? view.at("sql", "place").text("")
                            : view.at("from").text("") + " over "
                                    + view.at("window").text("") + ": " + String.join(", ", window),
                    view.at("ttl").text("")));
        });
        features.at("onDemand")
                .fields()
                .forEach((name, feature) -> rows.add(
                        List.of(name, "on demand", feature.at("expression").text(""), "")));
        return new HtmlTable("", List.of("name", "kind", "definition", "time to live"), rows);
    }

    /** The full names of the features of views that declare them; those of SQL are known to the project's checks only. */
    static List<String> viewFeatures(Document features) {
        List<String> names = new ArrayList<>();
        features.at("views")
                .fields()
                .forEach((name, view) ->
                        view.at("columns").fields().keySet().forEach(column -> names.add(name + "." + column)));
        return names;
    }

    static List<String> row(String name, List<RunInfo> runs, Function<RunInfo, String> value) {
        List<String> row = new ArrayList<>(List.of(name));
        runs.forEach(run -> row.add(value.apply(run)));
        return row;
    }

    /** To the second, in UTC; empty for null. */
    static String time(@Nullable Instant time) {
        return time == null ? "" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String figure(@Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String interval(Document gate) {
        return gate.at("lower").isNumber()
                ? "[" + percent(gate.at("lower")) + ", " + percent(gate.at("upper")) + "]"
                : "";
    }

    private static String number(Document value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.number()) : "";
    }

    private static String percent(Document value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.2f%%", 100 * value.number()) : "";
    }
}
