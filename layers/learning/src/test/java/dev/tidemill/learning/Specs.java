package dev.tidemill.learning;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.CategoricalSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.MissingSpec;
import dev.tidemill.contract.project.ProjectSpec.OnDemandSpec;
import dev.tidemill.core.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds project specifications for tests: flights, or a regression on the same request. */
final class Specs {
    private final ProjectSpec.Problem problem;
    private final Map<String, OnDemandSpec> onDemand = new LinkedHashMap<>();
    private final Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    private List<String> numeric = List.of("distance", "weather.visib");
    private List<String> categorical = List.of("carrier");
    private String unseen = "other";
    private int minCount = 1;
    private MissingSpec missing = new MissingSpec(null, false);
    private String servingMissing = "keep";
    private String stale = "missing";
    private int rounds = 20;
    private @Nullable String joinedAt;

    private Specs(ProjectSpec.Problem problem) {
        this.problem = problem;
        column("scheduled_departure", ColumnType.TIMESTAMP, true);
        columns.put("carrier", new ColumnSpec(ColumnType.STRING, true, "[A-Z0-9]{2}", null, null, null, null, null));
        column("flight", ColumnType.INT, true);
        columns.put("origin", new ColumnSpec(ColumnType.STRING, true, null, null, null, null, "airport", null));
        column("dest", ColumnType.STRING, false);
        columns.put("distance", new ColumnSpec(ColumnType.INT, true, null, 1.0, 10000.0, null, null, null));
    }

    static Specs flights() {
        return new Specs(ProjectSpec.Problem.BINARY);
    }

    static Specs regression() {
        return new Specs(ProjectSpec.Problem.REGRESSION);
    }

    Specs column(String name, ColumnType type, boolean required) {
        return column(name, new ColumnSpec(type, required, null, null, null, null, null, null));
    }

    Specs column(String name, ColumnSpec column) {
        columns.put(name, column);
        return this;
    }

    Specs onDemand(String name, ColumnType type, String expression) {
        onDemand.put(name, new OnDemandSpec(type, expression));
        return this;
    }

    Specs inputs(List<String> numericInputs, List<String> categoricalInputs) {
        numeric = numericInputs;
        categorical = categoricalInputs;
        return this;
    }

    Specs unseen(String rule, int minimum) {
        unseen = rule;
        minCount = minimum;
        return this;
    }

    Specs missing(@Nullable String impute, boolean indicator) {
        missing = new MissingSpec(impute, indicator);
        return this;
    }

    Specs serving(String onMissing, String onStale) {
        servingMissing = onMissing;
        stale = onStale;
        return this;
    }

    Specs rounds(int number) {
        rounds = number;
        return this;
    }

    /** Joins the weather at a time of the request. */
    Specs joinedAt(String column) {
        joinedAt = column;
        return this;
    }

    ProjectSpec build() {
        ProjectSpec.ViewSpec weather = new ProjectSpec.ViewSpec(
                "airport",
                "origin",
                new ProjectSpec.Sql("features/weather.sql", "SELECT 1"),
                null,
                null,
                null,
                null,
                Map.of(),
                joinedAt == null ? "latest" : "at",
                joinedAt,
                Span.parse("PT6H"));
        return new ProjectSpec(
                "tidemill/v1",
                "flight-delays",
                new ProjectSpec.Goal(problem, "Late?", null, Map.of()),
                null,
                Map.of(),
                new ProjectSpec.RequestSpec(
                        List.of("scheduled_departure", "carrier", "flight", "origin"), "predict_at", columns),
                new ProjectSpec.FeaturesSpec(Map.of("weather", weather), onDemand),
                new ProjectSpec.LabelSpec("late", new ProjectSpec.Sql("l.sql", "SELECT 1"), true, Span.parse("PT0S")),
                new ProjectSpec.TrainingSpec(
                        new ProjectSpec.Sql("features/requests.sql", "SELECT 1"),
                        new ProjectSpec.InputsSpec(
                                withVisibility(), new CategoricalSpec(categorical, minCount, 500, unseen), missing),
                        new ProjectSpec.SplitSpec("time", Span.parse("P1M"), Span.parse("P1M"), null),
                        new ProjectSpec.TrainerSpec("xgboost", rounds, 4, 0.3, 7, 5, "none", Map.of()),
                        new ProjectSpec.ResourcesSpec(2, 4096, 0),
                        null),
                new ProjectSpec.EvaluationSpec(
                        List.of("log-loss", "auc"),
                        new ProjectSpec.BaselineSpec(List.of("carrier")),
                        "day",
                        List.of("origin"),
                        List.of(),
                        100),
                new ProjectSpec.ServingSpec(
                        "flight-delay", 0.3, servingMissing, stale, new ProjectSpec.CaptureSpec(1.0, List.of())),
                null);
    }

    private List<String> withVisibility() {
        if (numeric.contains("weather.wind_speed")) {
            return numeric;
        }
        List<String> all = new java.util.ArrayList<>(numeric);
        all.add("weather.wind_speed");
        return all;
    }
}
