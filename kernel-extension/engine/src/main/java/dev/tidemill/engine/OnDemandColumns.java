package dev.tidemill.engine;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.columnar.EntityFeatures;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SqlText;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.core.feature.FeatureStatus;
import dev.tidemill.learning.LookedUp;
import dev.tidemill.learning.Request;
import dev.tidemill.learning.RequestPath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/**
 * Computes on-demand features of joined rows by the request path that trains and serves, but without a request's rules:
 * a row that a request would refuse has features too.
 */
final class OnDemandColumns {
    /** Where the features of each row are put. */
    static final String TABLE = "__on_demand";

    private static final int ROWS_BETWEEN_LOOKS = 1_024;

    private final Sandbox sandbox;
    private final ProjectSpec spec;
    private final FeatureChoice choice;

    OnDemandColumns(Sandbox sandbox, ProjectSpec spec, FeatureChoice choice) {
        this.sandbox = sandbox;
        this.spec = withoutRules(spec);
        this.choice = choice;
    }

    private static ProjectSpec withoutRules(ProjectSpec spec) {
        RequestSpec request = spec.request();
        if (request == null) {
            throw new IllegalStateException("no request");
        }
        Map<String, ProjectSpec.ColumnSpec> columns = new LinkedHashMap<>();
        request.columns()
                .forEach((name, column) -> columns.put(
                        name,
                        new ProjectSpec.ColumnSpec(
                                column.type(), false, null, null, null, null, column.entity(), null)));
        return new ProjectSpec(
                spec.apiVersion(),
                spec.project(),
                spec.goal(),
                spec.access(),
                spec.datasets(),
                new RequestSpec(request.key(), request.time(), columns),
                spec.features(),
                spec.label(),
                spec.training(),
                spec.evaluation(),
                spec.serving(),
                spec.monitoring());
    }

    /**
     * @param joined relation with {@link EntityFeatures#ROW}, the columns of the entities and the view features
     */
    void compute(String joined, List<String> given, Map<String, ColumnType> viewFeatures) throws SQLException {
        if (choice.onDemand().isEmpty()) {
            return;
        }
        RequestSpec request = spec.request();
        if (request == null) {
            throw new IllegalStateException("no request");
        }
        Map<String, ColumnType> read = new LinkedHashMap<>();
        request.columns().forEach((name, column) -> {
            if (given.contains(name)) {
                read.put(name, column.type());
            }
        });
        read.put(request.time(), ColumnType.TIMESTAMP);
        RequestPath path = RequestPath.untrained(spec, viewFeatures);
        String columns = choice.onDemand().stream()
                .map(name -> ", " + SqlText.name(name) + " " + duck(type(name)))
                .collect(Collectors.joining());
        sandbox.execute("CREATE OR REPLACE TABLE " + TABLE + " (" + EntityFeatures.ROW + " BIGINT" + columns + ")");
        String select = "SELECT " + EntityFeatures.ROW + ", " + SqlText.names(read.keySet())
                + (viewFeatures.isEmpty() ? "" : ", " + SqlText.names(viewFeatures.keySet())) + " FROM "
                + SqlText.name(joined);
        try (Statement statement = sandbox.connection().createStatement();
                ResultSet rows = statement.executeQuery(select);
                DuckDBAppender appender = sandbox.connection().createAppender(TABLE)) {
            for (long count = 1; rows.next(); count++) {
                if (count % ROWS_BETWEEN_LOOKS == 0 && Thread.currentThread().isInterrupted()) {
                    throw new EngineException("INTERRUPTED", "The features were interrupted.");
                }
                appender.beginRow();
                appender.append(rows.getLong(1));
                Map<String, @Nullable Object> values = values(path, request, rows, read, viewFeatures);
                for (String name : choice.onDemand()) {
                    append(appender, values.get(name));
                }
                appender.endRow();
            }
        }
    }

    private static Map<String, @Nullable Object> values(
            RequestPath path,
            RequestSpec request,
            ResultSet rows,
            Map<String, ColumnType> read,
            Map<String, ColumnType> viewFeatures)
            throws SQLException {
        int i = 2;
        Map<String, @Nullable Object> raw = new LinkedHashMap<>();
        for (Map.Entry<String, ColumnType> column : read.entrySet()) {
            raw.put(column.getKey(), CellValues.read(rows, i++, duck(column.getValue())));
        }
        Map<String, LookedUp> features = new LinkedHashMap<>();
        for (Map.Entry<String, ColumnType> feature : viewFeatures.entrySet()) {
            Object value = CellValues.read(rows, i++, duck(feature.getValue()));
            features.put(
                    feature.getKey(),
                    value == null
                            ? LookedUp.MISSING
                            : new LookedUp(value, FeatureStatus.PRESENT, null, LookedUp.Source.STORE));
        }
        long number = rows.getLong(1) + 1;
        if (raw.get(request.time()) == null) {
            throw new EngineException(
                    "INVALID_ENTITIES",
                    "Row " + number + " of the entities has no '" + request.time()
                            + "': expected a timestamp in every row.");
        }
        Request typed = path.request(raw, Instant.EPOCH, name -> "entities row " + number + ", column " + name);
        return path.values(typed, features);
    }

    private ColumnType type(String name) {
        ProjectSpec.OnDemandSpec feature = spec.features().onDemand().get(name);
        if (feature == null) {
            throw new IllegalStateException("no on-demand feature " + name);
        }
        return feature.type();
    }

    private static void append(DuckDBAppender appender, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> appender.appendNull();
            case Long number -> appender.append(number.longValue());
            case Double number -> appender.append(number.doubleValue());
            case Boolean flag -> appender.append(flag.booleanValue());
            default -> appender.append(value.toString());
        }
    }

    private static String duck(ColumnType type) {
        return switch (type) {
            case STRING -> "VARCHAR";
            case INT -> "BIGINT";
            case DOUBLE, FLOAT32 -> "DOUBLE";
            case BOOL -> "BOOLEAN";
            case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
            case DATE -> "DATE";
        };
    }
}
