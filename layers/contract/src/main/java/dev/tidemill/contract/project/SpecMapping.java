package dev.tidemill.contract.project;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a schema-checked document into a {@link ProjectSpec} with every default filled in. */
final class SpecMapping {
    private static final Span NO_TIME = Span.parse("PT0S");
    private static final List<String> ALGORITHM_NUMBERS =
            List.of("min-child-weight", "subsample", "colsample-bytree", "gamma", "lambda", "alpha");

    private SpecMapping() {}

    static ProjectSpec map(Section root) {
        ProjectSpec.Goal goal = goal(root.get("goal"));
        ProjectSpec.RequestSpec request = request(root.get("request"));
        return new ProjectSpec(
                root.text("apiVersion", ""),
                root.text("project", ""),
                goal,
                access(root.get("access")),
                root.map("datasets", SpecMapping::dataset),
                request,
                features(root.get("features"), request),
                label(root.get("label"), goal.problem()),
                training(root.get("training")),
                evaluation(root.get("evaluation"), goal.problem()),
                serving(root.get("serving"), root.text("project", "")),
                monitoring(root.get("monitoring")));
    }

    private static ProjectSpec.Goal goal(Section goal) {
        Section kpi = goal.get("kpi");
        return new ProjectSpec.Goal(
                ProjectSpec.Problem.valueOf(goal.text("problem", "").toUpperCase(Locale.ROOT)),
                goal.text("statement", ""),
                kpi.exists()
                        ? new ProjectSpec.Kpi(
                                kpi.text("metric", ""), kpi.textOrNull("better-than"), kpi.shareOrNull("by"))
                        : null,
                goal.map("owners", owner -> owner.node().asText()));
    }

    private static ProjectSpec.@Nullable Access access(Section access) {
        return access.exists()
                ? new ProjectSpec.Access(
                        access.texts("read"),
                        access.texts("contribute"),
                        access.texts("approve"),
                        access.texts("administer"))
                : null;
    }

    private static ProjectSpec.DatasetSpec dataset(Section dataset) {
        Section source = dataset.get("source");
        return new ProjectSpec.DatasetSpec(
                new ProjectSpec.SourceSpec(
                        source.text("format", "csv"), source.texts("null-values"), source.textOrNull("delimiter")),
                dataset.texts("key"),
                dataset.text("event-time", ""),
                availableAt(dataset),
                dataset.spanOrNull("available-after"),
                dataset.texts("outcomes"),
                dataset.map("columns", SpecMapping::column),
                dataset.list("checks", SpecMapping::check),
                dataset.share("max-quarantined", 0.01));
    }

    private static ProjectSpec.@Nullable Sql availableAt(Section dataset) {
        Section at = dataset.get("available-at");
        if (!at.exists()) {
            return null;
        }
        return at.node().isObject()
                ? at.sql("sql")
                : new ProjectSpec.Sql(
                        YamlDocument.FILE + " " + at.pointer(), '"' + at.node().asText() + '"');
    }

    private static ProjectSpec.CheckSpec check(Section check) {
        String onViolation = check.text("on-violation", "quarantine-row");
        return new ProjectSpec.CheckSpec(
                check.text("name", ""),
                check.sql("sql"),
                ProjectSpec.OnViolation.valueOf(onViolation.replace('-', '_').toUpperCase(Locale.ROOT)));
    }

    private static ProjectSpec.ColumnSpec column(Section column) {
        return new ProjectSpec.ColumnSpec(
                ColumnType.valueOf(column.text("type", "").toUpperCase(Locale.ROOT)),
                column.flag("required"),
                column.textOrNull("pattern"),
                column.numberOrNull("min"),
                column.numberOrNull("max"),
                column.has("values") ? column.texts("values") : null,
                column.textOrNull("entity"),
                column.has("shape") ? column.list("shape", size -> size.node().asInt()) : null);
    }

    private static ProjectSpec.@Nullable RequestSpec request(Section request) {
        return request.exists()
                ? new ProjectSpec.RequestSpec(
                        request.texts("key"),
                        request.text("time", "predict_at"),
                        request.map("columns", SpecMapping::column))
                : null;
    }

    private static ProjectSpec.FeaturesSpec features(Section features, ProjectSpec.@Nullable RequestSpec request) {
        return new ProjectSpec.FeaturesSpec(
                features.map("views", view -> view(view, request)),
                features.map(
                        "on-demand",
                        feature -> new ProjectSpec.OnDemandSpec(
                                ColumnType.valueOf(feature.text("type", "").toUpperCase(Locale.ROOT)),
                                feature.text("expression", ""))));
    }

    private static ProjectSpec.ViewSpec view(Section view, ProjectSpec.@Nullable RequestSpec request) {
        String entity = view.text("entity", "");
        String on = view.text("on", carrier(entity, request));
        Span window = view.spanOrNull("window");
        String key = view.textOrNull("key");
        boolean windowed = view.has("from");
        return new ProjectSpec.ViewSpec(
                entity,
                on,
                view.sqlOrNull("sql"),
                view.textOrNull("from"),
                window,
                view.textOrNull("by"),
                key == null && windowed ? on : key,
                view.map("columns", column -> column.node().asText()),
                view.text("join", "latest"),
                view.textOrNull("time"),
                view.has("ttl") ? view.span("ttl", NO_TIME) : window);
    }

    /** The one request column that carries an entity; empty when none or several do. */
    private static String carrier(String entity, ProjectSpec.@Nullable RequestSpec request) {
        if (request == null) {
            return "";
        }
        List<String> carriers = request.columns().entrySet().stream()
                .filter(column -> entity.equals(column.getValue().entity()))
                .map(Map.Entry::getKey)
                .toList();
        return carriers.size() == 1 ? carriers.getFirst() : "";
    }

    private static ProjectSpec.@Nullable LabelSpec label(Section label, ProjectSpec.Problem problem) {
        if (!label.exists()) {
            return null;
        }
        Object positive = label.has("positive") ? plain(label.get("positive").node()) : true;
        return new ProjectSpec.LabelSpec(
                label.text("name", ""),
                label.sql("sql"),
                problem == ProjectSpec.Problem.BINARY ? positive : null,
                label.span("horizon", NO_TIME));
    }

    private static Object plain(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isIntegralNumber()) {
            return value.longValue();
        }
        return value.isNumber() ? (Object) value.doubleValue() : value.asText();
    }

    private static ProjectSpec.@Nullable TrainingSpec training(Section training) {
        if (!training.exists()) {
            return null;
        }
        return new ProjectSpec.TrainingSpec(
                training.get("examples").sql("sql"),
                inputs(training.get("inputs")),
                split(training.get("split")),
                trainer(training.get("trainer")),
                resources(training.get("resources")),
                training.spanOrNull("max-age"));
    }

    private static ProjectSpec.InputsSpec inputs(Section inputs) {
        Section categorical = inputs.get("categorical");
        boolean listed = categorical.node().isArray();
        Section missing = inputs.get("missing");
        return new ProjectSpec.InputsSpec(
                inputs.texts("numeric"),
                new ProjectSpec.CategoricalSpec(
                        listed ? inputs.texts("categorical") : categorical.texts("columns"),
                        categorical.integer("min-count", 1),
                        categorical.integer("max-values", 1000),
                        categorical.text("unseen", "other")),
                new ProjectSpec.MissingSpec(missing.textOrNull("impute"), missing.flag("indicator")));
    }

    /** Parts that are no lengths of time are shares, which only splits by group have; these are not built. */
    private static ProjectSpec.SplitSpec split(Section split) {
        return new ProjectSpec.SplitSpec(
                split.get("by").node().isTextual() ? split.text("by", "time") : "time,group",
                isSpan(split, "validation") ? split.span("validation", NO_TIME) : NO_TIME,
                isSpan(split, "test") ? split.span("test", NO_TIME) : NO_TIME,
                split.text("gap", "auto").equals("auto") ? null : split.span("gap", NO_TIME));
    }

    static boolean isSpan(Section section, String key) {
        return section.get(key).node().isTextual() && section.text(key, "").startsWith("P");
    }

    private static ProjectSpec.TrainerSpec trainer(Section trainer) {
        Map<String, Double> options = new LinkedHashMap<>();
        for (String name : ALGORITHM_NUMBERS) {
            if (trainer.has(name)) {
                options.put(name, trainer.number(name, 0));
            }
        }
        return new ProjectSpec.TrainerSpec(
                trainer.text("algorithm", "xgboost"),
                trainer.integer("rounds", 200),
                trainer.integer("max-depth", 6),
                trainer.number("learning-rate", 0.1),
                trainer.node().path("seed").asLong(7),
                trainer.integer("early-stopping", 20),
                trainer.text("class-weights", "none"),
                options);
    }

    private static ProjectSpec.ResourcesSpec resources(Section resources) {
        String memory = resources.text("memory", "4GB");
        long amount = Long.parseLong(memory.substring(0, memory.length() - 2));
        long mib = memory.endsWith("GB") ? amount * 1024 : amount;
        return new ProjectSpec.ResourcesSpec(
                resources.number("vcpus", 2), (int) Math.min(mib, Integer.MAX_VALUE), resources.integer("gpus", 0));
    }

    private static ProjectSpec.EvaluationSpec evaluation(Section evaluation, ProjectSpec.Problem problem) {
        Section baseline = evaluation.get("baseline");
        return new ProjectSpec.EvaluationSpec(
                evaluation.has("metrics") ? evaluation.texts("metrics") : Metrics.usual(problem),
                baseline.exists() ? new ProjectSpec.BaselineSpec(baseline.texts("mean-by")) : null,
                evaluation.text("cluster", "day"),
                evaluation.texts("slices"),
                evaluation.list(
                        "gates",
                        gate -> new ProjectSpec.GateSpec(
                                gate.text("metric", ""),
                                gate.text("against", ""),
                                gate.shareOrNull("better-by"),
                                gate.shareOrNull("not-worse-by"),
                                gate.number("confidence", 0.9))),
                evaluation.integer("minimum-rows", 100));
    }

    private static ProjectSpec.ServingSpec serving(Section serving, String project) {
        Section capture = serving.get("capture");
        return new ProjectSpec.ServingSpec(
                serving.text("model", project),
                serving.number("threshold", 0.5),
                serving.text("missing", "keep"),
                serving.text("stale", "missing"),
                new ProjectSpec.CaptureSpec(capture.number("share", 1), capture.texts("personal")));
    }

    private static ProjectSpec.MonitoringSpec monitoring(Section monitoring) {
        Section drift = monitoring.get("drift");
        Section retrain = monitoring.get("retrain-on");
        return new ProjectSpec.MonitoringSpec(
                monitoring.spanOrNull("window"),
                new ProjectSpec.DriftSpec(
                        drift.text("tests", "auto"),
                        drift.text("reference", "training"),
                        drift.number("false-discovery-rate", 0.05)),
                new ProjectSpec.RetrainSpec(
                        retrain.has("new-labels") ? retrain.integer("new-labels", 0) : null,
                        retrain.numberOrNull("quality-drop"),
                        retrain.textOrNull("schedule")),
                monitoring.span("cool-down", NO_TIME));
    }
}
