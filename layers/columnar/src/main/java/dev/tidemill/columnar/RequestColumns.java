package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.ColumnSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import java.util.LinkedHashMap;
import java.util.Map;

/** The columns of a request with its time, in the order in which tables hold them. */
final class RequestColumns {
    private RequestColumns() {}

    /** Type by name: the declared columns, then the time unless it is declared. */
    static Map<String, ColumnType> types(RequestSpec request) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        request.columns().forEach((name, spec) -> types.put(name, spec.type()));
        types.putIfAbsent(request.time(), ColumnType.TIMESTAMP);
        return types;
    }

    /** Rules by name, with the time required. */
    static Map<String, ColumnSpec> rules(RequestSpec request) {
        Map<String, ColumnSpec> rules = new LinkedHashMap<>(request.columns());
        rules.put(request.time(), new ColumnSpec(ColumnType.TIMESTAMP, true, null, null, null, null, null, null));
        return rules;
    }

    /**
     * SQL that gives a column of a project's SELECT the type of the request.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code INVALID_SQL} when the types have nothing in common
     */
    static String convert(Sql sql, String name, String duckType, ColumnType type) {
        ColumnType found = ColumnTypes.ofDuck(duckType).orElse(null);
        boolean untyped = duckType.equals("\"NULL\"") || duckType.equals("NULL");
        boolean number = found == ColumnType.INT || found == ColumnType.DOUBLE || found == ColumnType.FLOAT32;
        boolean fits = untyped
                || found == type
                || (number && (type == ColumnType.DOUBLE || type == ColumnType.FLOAT32))
                || (found == ColumnType.DATE && type == ColumnType.TIMESTAMP);
        if (!fits) {
            throw SqlErrors.invalid(
                    sql,
                    duckType,
                    "the column " + name + " is " + duckType + ", the request declares " + ColumnTypes.word(type),
                    ColumnTypes.word(type));
        }
        return "CAST(" + SqlText.name(name) + " AS " + ColumnTypes.duck(type) + ") AS " + SqlText.name(name);
    }
}
