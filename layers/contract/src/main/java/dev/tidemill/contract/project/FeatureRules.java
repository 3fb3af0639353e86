package dev.tidemill.contract.project;

import dev.tidemill.contract.Spelling;
import dev.tidemill.contract.project.ProjectSpec.ColumnSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.DatasetSpec;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What must hold of views, on-demand features and the model's inputs beyond the schema. */
final class FeatureRules {
    private static final Set<ColumnType> NUMERIC =
            Set.of(ColumnType.INT, ColumnType.DOUBLE, ColumnType.FLOAT32, ColumnType.BOOL);
    private static final Set<ColumnType> CATEGORICAL = Set.of(ColumnType.STRING, ColumnType.INT, ColumnType.BOOL);

    private final Section root;
    private final ProjectSpec spec;
    private final Findings findings;
    private final Map<String, ColumnSpec> requestColumns;

    FeatureRules(Section root, ProjectSpec spec, Findings findings) {
        this.root = root;
        this.spec = spec;
        this.findings = findings;
        RequestSpec request = spec.request();
        this.requestColumns = request == null ? Map.of() : request.columns();
    }

    void check() {
        Section features = root.get("features");
        spec.features()
                .views()
                .forEach((name, view) -> view(features.get("views").get(name), view));
        spec.features().onDemand().keySet().forEach(name -> {
            String at = features.get("on-demand").get(name).pointer();
            if (requestColumns.containsKey(name)
                    || (spec.request() != null && spec.request().time().equals(name))) {
                findings.error(at, name, "a name that no request column has");
            } else if (spec.features().views().containsKey(name)) {
                findings.error(at, name, "a name that no view has");
            }
        });
        if (spec.training() != null) {
            inputs(root.get("training").get("inputs"), spec.training().inputs());
        }
    }

    private void view(Section at, ViewSpec view) {
        if (view.sql() != null && view.from() != null) {
            findings.error(at.pointer() + "/from", view.from(), "either sql or from");
        } else if (view.sql() == null && view.from() == null) {
            findings.error(at.pointer() + "/sql", "", "sql, or from with window, by and columns");
        } else if (view.from() == null) {
            for (String word : new String[] {"window", "by", "columns"}) {
                if (at.has(word)) {
                    findings.error(
                            at.get(word).pointer(), at.text(word, word), "a view with from; this one is given by sql");
                }
            }
        } else {
            window(at, view);
        }
        if (view.window() != null && view.window().isZero()) {
            findings.error(at.pointer() + "/window", view.window(), "a length of time above zero");
        }
        if (view.ttl() != null && view.ttl().isZero() && at.has("ttl")) {
            findings.error(at.pointer() + "/ttl", view.ttl(), "a length of time above zero");
        }
        ahead(at, view);
        carrier(at, view);
    }

    private void ahead(Section at, ViewSpec view) {
        String time = view.time();
        if (!view.knownAhead()) {
            if (time != null) {
                findings.error(at.pointer() + "/time", time, "join: at; with join: latest there is no time");
            }
            return;
        }
        if (view.from() != null) {
            findings.error(at.pointer() + "/join", "at", "a view given by sql; a window is joined latest");
        }
        RequestSpec request = spec.request();
        if (time == null) {
            findings.error(
                    at.pointer() + "/time", "", "'time': with join: at, the request column that the event time equals");
        } else if (request == null || !requestColumns.containsKey(time)) {
            findings.error(
                    at.pointer() + "/time",
                    time,
                    "a request column: " + Spelling.expected(requestColumns.keySet(), time));
        } else {
            ColumnType type = requestColumns.get(time).type();
            if (type != ColumnType.TIMESTAMP && type != ColumnType.DATE) {
                findings.error(
                        at.pointer() + "/time",
                        time,
                        "a timestamp or date; it is " + type.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    private void window(Section at, ViewSpec view) {
        for (String word : new String[] {"window", "by", "columns"}) {
            if (!at.has(word)) {
                findings.error(
                        at.get(word).pointer(), "", "'" + word + "': a view with from has window, by and columns");
            }
        }
        DatasetSpec dataset = spec.datasets().get(view.from());
        if (dataset == null) {
            String name = String.valueOf(view.from());
            findings.error(
                    at.pointer() + "/from",
                    name,
                    "a dataset: " + Spelling.expected(spec.datasets().keySet(), name));
            return;
        }
        String key = view.key();
        if (key != null && !key.isEmpty() && !dataset.columns().containsKey(key)) {
            findings.error(
                    at.pointer() + "/key",
                    key,
                    "a column of dataset " + view.from() + ": "
                            + Spelling.expected(dataset.columns().keySet(), key));
        }
    }

    private void carrier(Section at, ViewSpec view) {
        if (at.has("on") && !requestColumns.containsKey(view.on())) {
            findings.error(
                    at.pointer() + "/on",
                    view.on(),
                    "a request column: " + Spelling.expected(requestColumns.keySet(), view.on()));
        } else if (!at.has("on") && view.on().isEmpty()) {
            Set<String> entities = new TreeSet<>();
            requestColumns.values().forEach(column -> {
                if (column.entity() != null) {
                    entities.add(column.entity());
                }
            });
            String expected = entities.contains(view.entity())
                    ? "'on' in this view, as several request columns carry this entity"
                    : "an entity that a request column carries (entity: ...): "
                            + Spelling.expected(entities, view.entity());
            findings.error(at.pointer() + "/entity", view.entity(), expected);
        }
    }

    private void inputs(Section at, ProjectSpec.InputsSpec inputs) {
        if (inputs.all().isEmpty()) {
            findings.error(at.pointer(), "", "at least one numeric or categorical input");
        }
        for (int i = 0; i < inputs.numeric().size(); i++) {
            input(at.pointer() + "/numeric/" + i, inputs.numeric().get(i), NUMERIC, "numeric", "int, double or bool");
        }
        String categorical = at.get("categorical").node().isArray() ? "/categorical/" : "/categorical/columns/";
        for (int i = 0; i < inputs.categorical().columns().size(); i++) {
            String name = inputs.categorical().columns().get(i);
            input(at.pointer() + categorical + i, name, CATEGORICAL, "categorical", "string, int or bool");
            if (inputs.numeric().contains(name)) {
                findings.error(at.pointer() + categorical + i, name, "an input that is not numeric already");
            }
        }
    }

    private void input(String at, String name, Set<ColumnType> fitting, String use, String types) {
        int dot = name.indexOf('.');
        if (dot >= 0) {
            viewFeature(at, name.substring(0, dot), name.substring(dot + 1), name);
            return;
        }
        ColumnType type = typeOf(name);
        if (type == null) {
            findings.error(at, name, unknownInput(name));
        } else if (!fitting.contains(type)) {
            findings.error(
                    at,
                    name,
                    "type " + types + " for a " + use + " input; it is "
                            + type.name().toLowerCase(Locale.ROOT));
        }
    }

    private void viewFeature(String at, String viewName, String feature, String name) {
        ViewSpec view = spec.features().views().get(viewName);
        if (view == null) {
            findings.error(
                    at,
                    name,
                    "a feature of a view: "
                            + Spelling.expected(spec.features().views().keySet(), viewName));
        } else if (view.from() != null && !view.columns().containsKey(feature)) {
            findings.error(
                    at,
                    name,
                    "a column of view " + viewName + ": "
                            + Spelling.expected(view.columns().keySet(), feature));
        }
    }

    private @Nullable ColumnType typeOf(String name) {
        ColumnSpec column = requestColumns.get(name);
        if (column != null) {
            return column.type();
        }
        ProjectSpec.OnDemandSpec onDemand = spec.features().onDemand().get(name);
        return onDemand == null ? null : onDemand.type();
    }

    private String unknownInput(String name) {
        for (Map.Entry<String, DatasetSpec> dataset : spec.datasets().entrySet()) {
            if (dataset.getValue().columns().containsKey(name)) {
                return "a request column, an on-demand feature or view.feature; as a column of dataset "
                        + dataset.getKey()
                        + " it is unknown when predicting: send it (request.columns) or look it up (features.views)";
            }
        }
        Set<String> known = new LinkedHashSet<>(requestColumns.keySet());
        known.addAll(spec.features().onDemand().keySet());
        return "a request column, an on-demand feature or view.feature: " + Spelling.expected(known, name);
    }
}
