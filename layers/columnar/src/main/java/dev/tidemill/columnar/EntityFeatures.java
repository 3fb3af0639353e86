package dev.tidemill.columnar;

import dev.tidemill.columnar.FeatureViews.ViewTable;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Adds the features of views to rows of any table that has the request's time and the columns that carry the entities:
 * by the same views and the same join as a training set, so with the same values.
 */
public final class EntityFeatures {
    /** Column with the row's place, from 0. */
    public static final String ROW = "__row";

    private static final String REQUESTS = "__entities";

    private final ProjectData data;
    private final Sandbox sandbox;
    private final RequestSpec request;

    /**
     * @param data with the datasets of the views that will be asked for
     */
    public EntityFeatures(ProjectData data) {
        this.data = data;
        this.sandbox = data.sandbox();
        this.request = data.request();
    }

    /**
     * The datasets that some views read.
     *
     * @param views names of views of the project
     */
    public static List<String> datasets(ProjectSpec spec, Collection<String> views) {
        try (SqlCheck check = SqlCheck.open()) {
            return spec.features().views().entrySet().stream()
                    .filter(view -> views.contains(view.getKey()))
                    .flatMap(view -> FeatureViews.datasetsOf(check, view.getValue()).stream())
                    .distinct()
                    .toList();
        }
    }

    /**
     * Joins into a new table: every column of the entities, those of the request brought to its types, then
     * {@code view.feature} for each view, and {@value #ROW}.
     *
     * @param place what messages call the entities
     * @param entities relation of the sandbox with {@value #ROW} and the request's time
     * @param asOf values that became available later do not count; null for no such limit
     * @return type by feature
     * @throws dev.tidemill.core.failure.ProblemException {@code INVALID_SQL} when a column's type does not fit the
     *     request's, or as the views are computed
     */
    public Map<String, ColumnType> join(
            String place, String entities, Collection<String> views, @Nullable Instant asOf, String target) {
        Sql sql = new Sql(place, "SELECT * FROM " + SqlText.name(entities));
        Map<String, ColumnType> types = RequestColumns.types(request);
        String columns = SqlCheck.in(sandbox).columnsOf(sql).entrySet().stream()
                .map(column -> {
                    ColumnType type = types.get(column.getKey());
                    return type == null
                            ? SqlText.name(column.getKey())
                            : RequestColumns.convert(sql, column.getKey(), column.getValue(), type);
                })
                .collect(Collectors.joining(", "));
        sandbox.execute("CREATE OR REPLACE TEMP VIEW " + REQUESTS + " AS SELECT " + columns + " FROM "
                + SqlText.name(entities));
        List<ViewTable> tables = new ArrayList<>();
        Map<String, ColumnType> features = new LinkedHashMap<>();
        data.spec().features().views().forEach((name, view) -> {
            if (views.contains(name)) {
                ViewTable table = data.views().build(name, view);
                if (asOf != null) {
                    sandbox.execute("DELETE FROM " + SqlText.name(table.table()) + " WHERE " + FeatureViews.AVAILABLE
                            + " > " + SqlText.literal(asOf));
                }
                tables.add(table);
                table.features().forEach((feature, type) -> features.put(name + "." + feature, type));
            }
        });
        String joined = new PointInTimeJoin(sandbox, data.keepsStale(), false).select(REQUESTS, request.time(), tables);
        sandbox.execute("CREATE OR REPLACE TEMP TABLE " + SqlText.name(target) + " AS " + joined);
        return features;
    }
}
