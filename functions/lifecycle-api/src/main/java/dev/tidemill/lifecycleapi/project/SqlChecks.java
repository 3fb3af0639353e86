package dev.tidemill.lifecycleapi.project;

import dev.tidemill.columnar.SqlCheck;
import dev.tidemill.contract.Spelling;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.CheckSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.DatasetSpec;
import dev.tidemill.contract.project.ProjectSpec.OnViolation;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has DuckDB parse and bind every SQL of a project to the datasets' declared columns, and checks that it returns the
 * columns that its purpose needs. Safe for use by several threads.
 */
public final class SqlChecks implements ProjectChecks {
    @Override
    public Verdict check(ProjectSpec spec) {
        try (SqlCheck engine = SqlCheck.open()) {
            Run run = new Run(engine, spec);
            spec.datasets().forEach(run::dataset);
            spec.features().views().forEach(run::view);
            run.examples();
            run.label();
            return new Verdict(run.faults, run.labelDatasets);
        }
    }

    private static final class Run {
        private final SqlCheck engine;
        private final ProjectSpec spec;
        private final Map<String, Map<String, ColumnType>> schemas = new LinkedHashMap<>();
        private final List<Problem.Detail> faults = new ArrayList<>();
        private List<String> labelDatasets = List.of();

        Run(SqlCheck engine, ProjectSpec spec) {
            this.engine = engine;
            this.spec = spec;
            spec.datasets().forEach((name, dataset) -> {
                Map<String, ColumnType> types = new LinkedHashMap<>();
                dataset.columns().forEach((column, rules) -> types.put(column, rules.type()));
                schemas.put(name, types);
            });
        }

        void dataset(String name, DatasetSpec dataset) {
            Sql availableAt = dataset.availableAt();
            if (availableAt != null) {
                guarded(() -> {
                    engine.requireScalar(availableAt);
                    return bindOver(name, availableAt);
                });
            }
            for (CheckSpec check : dataset.checks()) {
                guarded(() -> {
                    if (check.onViolation() == OnViolation.QUARANTINE_ROW) {
                        engine.requireScalar(check.sql());
                    }
                    return bindOver(name, check.sql());
                });
            }
        }

        void view(String name, ViewSpec view) {
            Sql sql = view.sql();
            if (sql == null) {
                view.columns()
                        .forEach((feature, expression) -> guarded(() -> {
                            Sql call =
                                    new Sql("project.yaml /features/views/" + name + "/columns/" + feature, expression);
                            engine.requireAggregate(call);
                            return bindOver(String.valueOf(view.from()), call);
                        }));
                return;
            }
            Map<String, String> columns = guarded(() -> engine.bind(sql, schemas));
            if (columns == null) {
                return;
            }
            String key =
                    view.key() != null ? view.key() : columns.containsKey(view.entity()) ? view.entity() : view.on();
            require(sql, columns.keySet(), List.of(key, "event_time", "available_at"));
            Set<String> features = new LinkedHashSet<>(columns.keySet());
            List.of(key, "event_time", "available_at").forEach(features::remove);
            inputsOf(name).stream()
                    .filter(feature -> !features.contains(feature))
                    .forEach(feature -> faults.add(new Problem.Detail(
                            "project.yaml /training/inputs",
                            name + "." + feature,
                            "a column that " + sql.place() + " returns: " + Spelling.expected(features, feature))));
        }

        void examples() {
            RequestSpec request = spec.request();
            if (spec.training() == null || request == null) {
                return;
            }
            Sql sql = spec.training().examples();
            Map<String, String> columns = guarded(() -> engine.bind(sql, schemas));
            if (columns == null) {
                return;
            }
            Set<String> wanted = new LinkedHashSet<>(request.columns().keySet());
            wanted.add(request.time());
            require(sql, columns.keySet(), List.copyOf(wanted));
            columns.keySet().stream()
                    .filter(column -> !wanted.contains(column))
                    .forEach(column -> faults.add(new Problem.Detail(
                            sql.place(),
                            column,
                            "only the request's columns and its time, as nobody sends '" + column
                                    + "' when asking for a prediction: " + String.join(", ", wanted))));
        }

        void label() {
            RequestSpec request = spec.request();
            if (spec.label() == null || request == null) {
                return;
            }
            Sql sql = spec.label().sql();
            Map<String, String> columns = guarded(() -> engine.bind(sql, schemas));
            if (columns == null) {
                return;
            }
            List<String> wanted = new ArrayList<>(request.key());
            wanted.add("value");
            wanted.add("available_at");
            require(sql, columns.keySet(), wanted);
            labelDatasets = List.copyOf(engine.tablesOf(sql));
        }

        private Map<String, String> bindOver(String dataset, Sql expression) {
            return engine.bind(
                    new Sql(expression.place(), "SELECT (" + expression.text() + "\n) AS x FROM \"" + dataset + '"'),
                    schemas);
        }

        private Set<String> inputsOf(String view) {
            Set<String> features = new LinkedHashSet<>();
            if (spec.training() != null) {
                spec.training().inputs().all().stream()
                        .filter(input -> input.startsWith(view + "."))
                        .forEach(input -> features.add(input.substring(view.length() + 1)));
            }
            return features;
        }

        private void require(Sql sql, Set<String> returned, List<String> wanted) {
            wanted.stream()
                    .filter(column -> !returned.contains(column))
                    .forEach(column -> faults.add(new Problem.Detail(
                            sql.place(),
                            String.join(", ", returned),
                            "a column '" + column + "' among those returned")));
        }

        /** The value; null when there was a fault, which is noted. */
        private <T> @Nullable T guarded(Supplier<T> check) {
            try {
                return check.get();
            } catch (ProblemException e) {
                faults.addAll(e.problem().details());
                return null;
            }
        }
    }
}
