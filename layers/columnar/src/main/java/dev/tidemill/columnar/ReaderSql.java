package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.Sql;
import java.sql.SQLException;
import java.util.Set;

/** Looks at a SELECT that a person writes for their own machine, where any table function and any file may be read. */
public final class ReaderSql {
    private ReaderSql() {}

    /**
     * The relations that a query names, in order: datasets, tables, files ({@code FROM 'x.csv'}).
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code INVALID_SQL} when it is anything but one SELECT
     */
    public static Set<String> relations(Sandbox sandbox, Sql query) {
        return ParsedSql.parse(sandbox.connection(), query, true).tables();
    }

    /** DuckDB's message without the part that says how the driver called it; the line and its caret stay. */
    public static String message(SQLException e) {
        return SqlErrors.message(e);
    }
}
