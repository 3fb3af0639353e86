package dev.tidemill.engine;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.columnar.ReaderSql;
import dev.tidemill.contract.Spelling;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is wrong with a reader's query: DuckDB's reason, the line with its caret, the names that were meant. */
final class SqlFailures {
    private static final Pattern UNKNOWN_TABLE = Pattern.compile("Table with name (.+?) does not exist");
    private static final Pattern UNKNOWN_FILE = Pattern.compile("No files found that match the pattern \"(.+?)\"");
    private static final Pattern GUESS = Pattern.compile("\\nDid you mean \"[^\\n]*\"\\?");
    private static final Pattern LINE = Pattern.compile("(?m)^LINE (\\d+): ");

    private final String query;
    private final Names names;

    SqlFailures(String query, Names names) {
        this.query = query;
        this.names = names;
    }

    /** The tables, datasets and files that there are. */
    @FunctionalInterface
    interface Names {
        List<String> list() throws IOException;
    }

    /**
     * @param before lines that stood before the query in what was run, when DuckDB's line is past the query's own
     */
    EngineException of(SQLException e, int before) {
        String message = ReaderSql.message(e);
        String code = message.startsWith("Parser Error")
                        || message.startsWith("Binder Error")
                        || message.startsWith("Catalog Error")
                ? "INVALID_SQL"
                : "SQL_FAILED";
        Matcher table = UNKNOWN_TABLE.matcher(message);
        Matcher file = UNKNOWN_FILE.matcher(message);
        String hint = "";
        if (table.find()) {
            message = GUESS.matcher(message).replaceFirst("");
            hint = "\nThere is no '" + table.group(1) + "': " + expected(table.group(1)) + ".";
        } else if (file.find()) {
            hint = "\nThere is no such file: " + expected(file.group(1)) + ".";
        } else if (message.contains("httpfs") || message.contains("Missing Extension")) {
            hint = "\nThe local engine reads files of this machine and datasets of the project, nothing by network.";
        }
        return new EngineException(code, own(message, before) + hint, e);
    }

    private String expected(String given) {
        try {
            List<String> known = names.list();
            return known.isEmpty() ? "there are no tables and no files here" : Spelling.expected(known, given);
        } catch (IOException e) {
            return "expected a table or a file";
        }
    }

    /** The message with the line as the reader counts it. */
    private String own(String message, int before) {
        Matcher line = LINE.matcher(message);
        if (before == 0 || !line.find()) {
            return message;
        }
        int number = Integer.parseInt(line.group(1));
        boolean shifted = number > before
                && !message.contains(query.lines().skip(number - 1L).findFirst().orElse("\u0000"));
        return shifted ? line.replaceFirst("LINE " + (number - before) + ": ") : message;
    }
}
