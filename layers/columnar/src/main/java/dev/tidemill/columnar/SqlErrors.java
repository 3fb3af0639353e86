package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns DuckDB's complaints about a project's SQL into problems that name the file, the line and what was expected. */
final class SqlErrors {
    /** The SQL does not parse, or names what does not exist. */
    static final String INVALID = "INVALID_SQL";

    /** The SQL is well formed but could not be run on the data. */
    static final String FAILED = "SQL_FAILED";

    private static final Pattern LINE = Pattern.compile("\\n\\s*LINE (\\d+): (.*)(\\n[\\s\\S]*)?$");
    private static final Pattern WRAPPED = Pattern.compile("^[\\s\\S]*?\\nError: ");

    private SqlErrors() {}

    /** DuckDB's message without the part that says how the driver called it. */
    static String message(SQLException e) {
        String text = String.valueOf(e.getMessage());
        return WRAPPED.matcher(text).replaceFirst("").strip();
    }

    /** The problem for a complaint about a project's SQL. */
    static ProblemException problem(Sql sql, SQLException e) {
        String message = message(e);
        String place = sql.place();
        String value = "";
        Matcher line = LINE.matcher(message);
        if (line.find()) {
            place = place + " line " + line.group(1);
            value = shorten(sourceLine(sql.text(), Integer.parseInt(line.group(1)), line.group(2)));
            message = message.substring(0, line.start()).strip();
        }
        String code = message.startsWith("Parser Error")
                        || message.startsWith("Binder Error")
                        || message.startsWith("Catalog Error")
                ? INVALID
                : FAILED;
        return new ProblemException(
                code, sql.place() + ": " + message, List.of(new Problem.Detail(place, value, message)));
    }

    /** A problem of a project's SQL that we found ourselves. */
    static ProblemException invalid(Sql sql, String value, String message, String expected) {
        return new ProblemException(
                INVALID,
                sql.place() + ": " + message,
                List.of(new Problem.Detail(sql.place(), shorten(value), expected)));
    }

    /** A value short enough for a message. */
    static String shorten(String value) {
        return value.length() <= 200 ? value : value.substring(0, 200) + "...";
    }

    private static String sourceLine(String text, int number, String otherwise) {
        return text.lines().skip(number - 1L).findFirst().map(String::strip).orElse(otherwise);
    }
}
