package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.CheckSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.DatasetSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import dev.tidemill.core.failure.Problem.Detail;
import dev.tidemill.core.failure.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks all SQL of a project when it is pushed: that each piece parses, is of its kind, reads datasets that exist and,
 * where the columns of those datasets are known, names columns that exist and returns the columns it should. Safe for
 * several threads: each call opens a database of its own.
 */
public final class ProjectSqlCheck {
    private ProjectSqlCheck() {}

    /**
     * What is wrong with a project's SQL.
     *
     * @param stored columns of the datasets that have been ingested, by dataset; a dataset that is not in it is known by
     *     its declared columns only, so that no missing column is told of it
     * @return empty when nothing is
     */
    public static List<Detail> faults(ProjectSpec spec, Map<String, Map<String, ColumnType>> stored) {
        List<Detail> faults = new ArrayList<>();
        try (SqlCheck check = SqlCheck.open()) {
            spec.datasets().forEach((name, dataset) -> dataset(faults, check, dataset));
            spec.features().views().forEach((name, view) -> view(faults, check, spec, stored, name, view));
            if (spec.request() != null && spec.training() != null) {
                select(
                        faults,
                        check,
                        spec,
                        stored,
                        spec.training().examples(),
                        RequestColumns.types(spec.request()).keySet(),
                        true);
            }
            if (spec.request() != null && spec.label() != null) {
                Set<String> columns = new LinkedHashSet<>(spec.request().key());
                columns.add("value");
                columns.add("available_at");
                select(faults, check, spec, stored, spec.label().sql(), columns, true);
            }
        }
        return faults;
    }

    private static void dataset(List<Detail> faults, SqlCheck check, DatasetSpec dataset) {
        Sql available = dataset.availableAt();
        if (available != null) {
            collect(faults, () -> check.requireScalar(available));
        }
        for (CheckSpec one : dataset.checks()) {
            collect(faults, () -> check.requireScalar(one.sql()));
        }
        dataset.columns().forEach((name, column) -> {
            String pattern = column.pattern();
            if (pattern != null) {
                collect(faults, () -> check.requirePattern(name, pattern));
            }
        });
    }

    private static void view(
            List<Detail> faults,
            SqlCheck check,
            ProjectSpec spec,
            Map<String, Map<String, ColumnType>> stored,
            String name,
            ViewSpec view) {
        if (view.sql() != null) {
            Set<String> needed = new LinkedHashSet<>(List.of("event_time", "available_at"));
            if (view.key() != null) {
                needed.add(view.key());
            }
            select(faults, check, spec, stored, view.sql(), needed, false);
        }
        view.columns()
                .forEach((column, expression) -> collect(
                        faults, () -> check.requireAggregate(FeatureViews.columnSql(name, column, expression))));
    }

    private static void select(
            List<Detail> faults,
            SqlCheck check,
            ProjectSpec spec,
            Map<String, Map<String, ColumnType>> stored,
            Sql sql,
            Collection<String> columns,
            boolean exactly) {
        collect(faults, () -> {
            check.requireSelect(sql, spec.datasets().keySet());
            Map<String, Map<String, ColumnType>> known = new LinkedHashMap<>(stored);
            spec.datasets().forEach((name, dataset) -> known.merge(name, declared(dataset), ProjectSqlCheck::both));
            if (!stored.keySet().containsAll(check.tablesOf(sql))) {
                return;
            }
            List<String> missing = new ArrayList<>(columns);
            List<String> extra = new ArrayList<>(check.bind(sql, known).keySet());
            missing.removeAll(extra);
            extra.removeAll(columns);
            if (!missing.isEmpty() || (exactly && !extra.isEmpty())) {
                throw SqlErrors.invalid(
                        sql,
                        "missing: " + String.join(", ", missing) + "; not asked for: " + String.join(", ", extra),
                        "it does not return the columns it should",
                        (exactly ? "exactly the columns " : "at least the columns ") + String.join(", ", columns));
            }
        });
    }

    private static Map<String, ColumnType> declared(DatasetSpec dataset) {
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        dataset.columns().forEach((name, column) -> columns.put(name, column.type()));
        return columns;
    }

    private static Map<String, ColumnType> both(Map<String, ColumnType> stored, Map<String, ColumnType> declared) {
        Map<String, ColumnType> columns = new LinkedHashMap<>(declared);
        columns.putAll(stored);
        return columns;
    }

    private static void collect(List<Detail> faults, Runnable check) {
        try {
            check.run();
        } catch (ProblemException e) {
            faults.addAll(e.problem().details());
        }
    }
}
