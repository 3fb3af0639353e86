package dev.tidemill.engine.onboarding;

import dev.tidemill.columnar.CsvProfile.Column;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the files of a first project. */
final class DraftWriter {
    static final String REQUESTS = "features/requests.sql";
    static final String LABELS = "features/labels.sql";

    private static final long MOST_GROUPS = 50;

    private final String project;
    private final String dataset;
    private final CsvFile file;
    private final LabelGuess label;
    private final TimeGuess time;
    private final KeyGuess key;
    private final InputGuess inputs;
    private final DraftText text;
    private final StringBuilder yaml = new StringBuilder();

    DraftWriter(
            String project,
            String dataset,
            CsvFile file,
            LabelGuess label,
            TimeGuess time,
            KeyGuess key,
            InputGuess inputs,
            DraftText text) {
        this.project = project;
        this.dataset = dataset;
        this.file = file;
        this.label = label;
        this.time = time;
        this.key = key;
        this.inputs = inputs;
        this.text = text;
    }

    /** The rows to learn from: each row of the file, asked for at its own time. */
    String requests() {
        return "-- One row for each prediction that could have been asked for, at the row's own time.\nSELECT "
                + text.sql(List.copyOf(requestColumns())) + ", " + text.sql(time.column()) + "\nFROM " + dataset + "\n";
    }

    /** The labels by key. */
    String labels() {
        return "-- What came of each row, known when the row's outcome is (available-after in project.yaml).\nSELECT "
                + text.sql(key.columns()) + ", " + text.sql(label.column().name())
                + " AS value, _available_at AS available_at\nFROM " + dataset + "\n";
    }

    private Set<String> requestColumns() {
        Set<String> columns = new LinkedHashSet<>(file.profile().columns().keySet());
        columns.removeIf(name -> name.equals(time.column())
                || !(key.columns().contains(name) || inputs.columns().contains(name)));
        return columns;
    }

    String yaml() {
        goal();
        datasets();
        request();
        features();
        training();
        evaluation();
        line("serving: {model: " + project + (binary() ? ", threshold: 0.5" : "") + ", missing: keep, stale: missing}");
        line("");
        line("monitoring:");
        line("  window: " + time.part());
        line("  drift: {tests: auto, false-discovery-rate: 0.05}");
        line("  retrain-on: {new-labels: " + Math.max(100, file.profile().rows() / 10) + "}");
        line("  cool-down: P1D");
        return yaml.toString();
    }

    private void goal() {
        String name = label.column().name();
        line("# A first project for " + DraftText.comment(file.name()) + ": "
                + file.profile().rows() + " rows. Lines marked 'check' are guesses.");
        line("apiVersion: tidemill/v1");
        line("project: " + project);
        line("goal:");
        line("  problem: " + label.problem() + (label.guessedProblem() ? "   # check: by the values of " + name : ""));
        line("  statement: "
                + DraftText.quoted(
                        binary() ? "Will " + name + " be " + plainPositive() + "?" : "What will " + name + " be?")
                + "   # check: say when it is asked, and what for");
        line("  kpi: {metric: " + metric() + ", better-than: baseline, by: 1%}");
        line("");
    }

    private void datasets() {
        line("datasets:");
        line("  " + dataset + ":");
        line("    source: {format: csv"
                + (file.nullValues().isEmpty() ? "" : ", null-values: " + quotedList(file.nullValues()))
                + (file.delimiter() == null ? "" : ", delimiter: " + DraftText.quoted(file.delimiter())) + "}");
        line("    key: " + DraftText.list(key.columns())
                + (key.guessed() ? "   # check: no two rows of the file share it; will new rows?" : ""));
        line("    event-time: " + DraftText.yaml(time.column())
                + (time.guessed() ? "   # check: the time at which a prediction would be asked for" : "")
                + (zoneless() ? "   # times without an offset are read as UTC" : ""));
        line("    available-after: PT0S   # check: how long after that time is "
                + label.column().name() + " known? PT1H, P1D, P30D, ...");
        List<String> outcomes = new ArrayList<>(List.of(label.column().name()));
        outcomes.addAll(inputs.outcomes());
        line("    outcomes: " + DraftText.list(outcomes)
                + "   # check: add every column that is not known when the prediction is asked for");
        line("    columns:");
        for (Column column : file.profile().columns().values()) {
            ColumnType type = column.name().equals(time.column()) ? ColumnType.TIMESTAMP : column.type();
            line("      " + DraftText.yaml(column.name()) + ": {type: " + word(type)
                    + (column.nulls() == 0 ? ", required: true" : "") + "}"
                    + (column.nulls() == 0
                            ? ""
                            : "   # " + column.nulls() + " of " + file.profile().rows() + " have none"));
        }
        line("");
    }

    private boolean zoneless() {
        return file.profile().commonest(time.column(), 1).keySet().stream()
                .noneMatch(value -> value.matches(".*(Z|[+-][0-9]{2}(:?[0-9]{2})?)$") && value.length() > 10);
    }

    private void request() {
        line("request:");
        line("  key: " + DraftText.list(key.columns()));
        line("  time: " + DraftText.yaml(time.column()) + "   # online it defaults to now");
        line("  columns:");
        Map<String, Column> columns = file.profile().columns();
        for (String name : requestColumns()) {
            Column column = columns.get(name);
            if (column != null) {
                line("    " + DraftText.yaml(name) + ": {type: " + word(column.type())
                        + (key.columns().contains(name) ? ", required: true" : "") + "}");
            }
        }
        inputs.left().forEach((name, reason) -> {
            if (!requestColumns().contains(name)) {
                line("    # " + name + " is left out: " + reason);
            }
        });
        line("");
    }

    private void features() {
        if (inputs.fromTime().isEmpty()) {
            return;
        }
        line("features:");
        line("  on-demand:");
        inputs.fromTime()
                .forEach((name, expression) -> line("    " + name + ": {type: int, expression: "
                        + DraftText.quoted(expression) + "}"
                        + (name.equals("hour_of_day")
                                ? "   # check: in UTC; getHours('Europe/Berlin') for local hours"
                                : "")));
        line("");
    }

    private void training() {
        line("label:");
        line("  name: " + DraftText.yaml(label.column().name()));
        line("  sql: " + LABELS);
        if (label.positive() != null) {
            line("  positive: " + label.positive() + "   # check: the other value is "
                    + DraftText.comment(String.valueOf(label.negative())));
        }
        line("  horizon: PT0S");
        line("");
        List<String> numeric = new ArrayList<>();
        inputs.numeric().forEach(column -> numeric.add(column.name()));
        numeric.addAll(inputs.fromTime().keySet());
        line("training:");
        line("  examples: {sql: " + REQUESTS + "}");
        line("  inputs:");
        line("    numeric: " + DraftText.list(numeric));
        if (!inputs.categorical().isEmpty()) {
            line("    categorical: {columns: "
                    + DraftText.list(
                            inputs.categorical().stream().map(Column::name).toList())
                    + ", min-count: " + (file.profile().rows() >= 10_000 ? 20 : 5)
                    + ", max-values: 500, unseen: other}");
        }
        line("    missing: keep");
        line("  split: {by: time, validation: " + time.part() + ", test: " + time.part() + "}   # the rows run from "
                + time.first() + " to " + time.last());
        line("  trainer: {algorithm: xgboost, rounds: 300, max-depth: 4, learning-rate: 0.05, seed: 7}");
        line("");
    }

    private void evaluation() {
        line("evaluation:");
        line("  metrics: "
                + (binary() ? "[log-loss, auc, average-precision, calibration]" : "[mae, rmse, wape, bias]"));
        line("  baseline: {mean-by: " + DraftText.list(groups()) + "}");
        line("  cluster: " + cluster());
        line("  gates:");
        line("    - {metric: " + metric() + ", against: baseline, better-by: 1%}");
        line("    - {metric: " + metric() + ", against: champion, not-worse-by: 1%, confidence: 0.9}");
        line("");
    }

    private List<String> groups() {
        return inputs.categorical().stream()
                .filter(column -> column.distinct() <= MOST_GROUPS)
                .map(Column::name)
                .findFirst()
                .or(() -> inputs.fromTime().keySet().stream().findFirst())
                .map(List::of)
                .orElse(List.of());
    }

    private String cluster() {
        Duration length = time.length();
        return length.compareTo(Duration.ofDays(60)) > 0
                ? "day"
                : length.compareTo(Duration.ofHours(60)) > 0 ? "hour" : "row";
    }

    private boolean binary() {
        return label.problem().equals("binary");
    }

    private String metric() {
        return binary() ? "log-loss" : "mae";
    }

    private String plainPositive() {
        return String.valueOf(label.positive()).replaceAll("^\"|\"$", "");
    }

    private static String quotedList(List<String> texts) {
        return texts.stream().map(DraftText::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String word(ColumnType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private void line(String line) {
        yaml.append(line).append('\n');
    }
}
