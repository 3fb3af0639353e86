package dev.tidemill.columnar;

import dev.tidemill.core.failure.Problem.Detail;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A user's Parquet file in the table of {@link CsvStaging}, every value as text, so that it meets the same rules. */
final class ParquetStaging {
    private ParquetStaging() {}

    /**
     * @return names of the file's columns
     * @throws ProblemException {@code INVALID_FILE} when the file is empty, no Parquet, or lacks a column
     */
    static List<String> load(Sandbox sandbox, Path file, String name, Collection<String> required) {
        Path inside = file;
        if (!file.startsWith(sandbox.folder())) {
            inside = sandbox.newFile(".upload");
            try {
                Files.copy(file, inside, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        String source = "read_parquet(" + SqlText.literal(inside.toString()) + ")";
        List<String> columns = new ArrayList<>();
        try (Statement statement = sandbox.connection().createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw fault(name, name, SqlErrors.message(e), "a Parquet file");
        }
        for (String column : required) {
            if (!columns.contains(column)) {
                throw fault(name, name, String.join(", ", columns), "a column named " + column);
            }
        }
        StringBuilder list = new StringBuilder();
        columns.forEach(column -> list.append(", CAST(")
                .append(SqlText.name(column))
                .append(" AS VARCHAR) AS ")
                .append(SqlText.name(column)));
        RowFaults.create(sandbox);
        sandbox.execute("CREATE OR REPLACE TABLE " + CsvStaging.TABLE + " AS SELECT row_number() OVER () AS "
                + CsvStaging.LINE + list + " FROM " + source);
        if (sandbox.number("SELECT count(*) FROM " + CsvStaging.TABLE) == 0) {
            throw fault(name, name, "no rows", "at least one row");
        }
        return columns;
    }

    private static ProblemException fault(String name, String place, String found, String expected) {
        return new ProblemException(
                CsvStaging.INVALID_FILE,
                name + " is no Parquet that can be read: found " + found + ", expected " + expected,
                List.of(new Detail(place, SqlErrors.shorten(found), expected)));
    }
}
