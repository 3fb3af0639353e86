package dev.tidemill.columnar;

import dev.tidemill.core.failure.Problem.Detail;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file in a DuckDB table, every column as text: the line at which each record begins in {@value #LINE}, texts that
 * mean null as null. Records with the wrong number of fields are in the table {@value RowFaults#TABLE} instead.
 *
 * @param columns names of the header, in order
 * @param records all records of the file but the header
 */
record CsvStaging(List<String> columns, long records) {
    /** Name of the table. */
    static final String TABLE = "__raw";

    /** Name of the column with the line. */
    static final String LINE = "__line";

    /**
     * Reads a file into the tables.
     *
     * @param name what messages call the file
     * @param required columns that have to be there
     * @throws ProblemException {@code INVALID_FILE} when the file is empty, no CSV, or lacks a column
     */
    static CsvStaging load(
            Sandbox sandbox,
            Path file,
            String name,
            Collection<String> required,
            Collection<String> nullValues,
            @Nullable String delimiter) {
        char separator = delimiter == null || delimiter.isEmpty() ? ',' : delimiter.charAt(0);
        try (CsvReader reader = new CsvReader(file, separator)) {
            List<String> header = reader.read();
            if (header == null) {
                throw fault(name, name, "an empty file", "a header line and at least one record");
            }
            List<String> columns = header.stream().map(String::strip).toList();
            check(name, columns, required);
            create(sandbox, columns);
            long records = append(sandbox, reader, columns, nullSet(nullValues));
            if (records == 0) {
                throw fault(name, name + " line 2", "nothing after the header", "at least one record");
            }
            return new CsvStaging(columns, records);
        } catch (CsvReader.Malformed e) {
            throw fault(name, name + " line " + e.line(), e.found(), e.expected());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB: " + SqlErrors.message(e), e);
        }
    }

    private static Set<String> nullSet(Collection<String> nullValues) {
        Set<String> nulls = new HashSet<>(nullValues);
        nulls.add("");
        return nulls;
    }

    private static void create(Sandbox sandbox, List<String> columns) {
        StringBuilder sql = new StringBuilder("CREATE OR REPLACE TABLE " + TABLE + " (" + LINE + " BIGINT");
        columns.forEach(column -> sql.append(", ").append(SqlText.name(column)).append(" VARCHAR"));
        sandbox.execute(sql.append(")").toString());
        RowFaults.create(sandbox);
    }

    private static long append(Sandbox sandbox, CsvReader reader, List<String> columns, Set<String> nulls)
            throws IOException, SQLException {
        long records = 0;
        try (DuckDBAppender rows = sandbox.connection().createAppender(TABLE);
                DuckDBAppender faults = sandbox.connection().createAppender(RowFaults.TABLE)) {
            List<String> fields = reader.read();
            while (fields != null) {
                records++;
                if (fields.size() == columns.size()) {
                    rows.beginRow();
                    rows.append(reader.recordLine());
                    for (String field : fields) {
                        if (nulls.contains(field)) {
                            rows.appendNull();
                        } else {
                            rows.append(field);
                        }
                    }
                    rows.endRow();
                } else {
                    faults.beginRow();
                    faults.append(reader.recordLine());
                    faults.append("");
                    faults.append(SqlErrors.shorten(String.join(String.valueOf(','), fields)));
                    faults.append(columns.size() + " fields, found " + fields.size());
                    faults.append("fields");
                    faults.endRow();
                }
                fields = reader.read();
            }
        }
        return records;
    }

    private static void check(String name, List<String> columns, Collection<String> required) {
        List<Detail> details = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        for (String column : columns) {
            String place = name + " line 1, column " + (seen.size() + 1);
            if (column.isEmpty()) {
                details.add(new Detail(place, "", "a column name"));
            } else if (column.equals(LINE) || Columns.META.containsKey(column)) {
                details.add(new Detail(place, column, "a name that Tidemill does not use itself"));
            }
            String earlier = seen.put(column.toLowerCase(Locale.ROOT), column);
            if (earlier != null) {
                details.add(new Detail(
                        place,
                        column,
                        "a name that differs from the column '" + earlier + "' by more than upper and lower case"));
            }
        }
        String found = String.join(", ", columns);
        for (String column : required) {
            if (!columns.contains(column)) {
                details.add(new Detail(name + " line 1", found, "a column named " + column));
            }
        }
        if (!details.isEmpty()) {
            Detail first = details.getFirst();
            throw new ProblemException(
                    INVALID_FILE,
                    name + " does not have the columns it should: " + first.place() + ": expected " + first.expected(),
                    details);
        }
    }

    private static ProblemException fault(String name, String place, String found, String expected) {
        return new ProblemException(
                INVALID_FILE,
                name + " is no CSV that can be read: " + place + ": found " + found + ", expected " + expected,
                List.of(new Detail(place, found, expected)));
    }

    /** Code of a problem with a file as a whole. */
    static final String INVALID_FILE = "INVALID_FILE";
}
