package dev.tidemill.engine;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.table.Table;
import dev.tidemill.client.table.TableColumn;
import dev.tidemill.client.table.TablePage;
import dev.tidemill.columnar.SqlText;
import dev.tidemill.contract.Spelling;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A table whose rows are in a DuckDB file. */
final class DiskTable implements Table {
    private final TableStore store;
    private final TableStore.Stored stored;
    private final BiFunction<DiskTable, String, Table> queries;
    private final Cleaner.Cleanable disk;
    private volatile boolean closed;

    /**
     * @param queries runs a SELECT over a table under the name {@code t}
     */
    DiskTable(
            TableStore store, TableStore.Stored stored, BiFunction<DiskTable, String, Table> queries, Cleaner cleaner) {
        this.store = store;
        this.stored = stored;
        this.queries = queries;
        this.disk = cleaner.register(this, new Drop(store, stored));
    }

    /** Frees the disk; holds no reference to the table itself. */
    private record Drop(TableStore store, TableStore.Stored stored) implements Runnable {
        @Override
        public void run() {
            try {
                store.drop(stored);
            } catch (SQLException | IOException e) {
                return; // the session's folder goes with the engine all the same
            }
        }
    }

    /** The file with the rows, for a database that reads it beside this one. */
    Path file() {
        requireOpen();
        return stored.file();
    }

    @Override
    public List<TableColumn> columns() {
        return stored.columns();
    }

    @Override
    public long rows() {
        return stored.rows();
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(long from, int count) {
        if (from < 0 || count < 0) {
            throw new EngineException(
                    "INVALID_RANGE",
                    "Rows from " + from + ", " + count + " of them: expected a position from 0 and a count from 0.");
        }
        return select("*", " WHERE rowid >= " + from + " AND rowid < " + Math.addExact(from, count), rows -> {
            List<Map<String, @Nullable Object>> all = new ArrayList<>(Math.min(count, 1_024));
            while (rows.next()) {
                all.add(row(rows));
            }
            return all;
        });
    }

    private Map<String, @Nullable Object> row(ResultSet rows) throws SQLException {
        Map<String, @Nullable Object> row =
                LinkedHashMap.newLinkedHashMap(columns().size());
        for (int i = 0; i < columns().size(); i++) {
            TableColumn column = columns().get(i);
            row.put(column.name(), CellValues.read(rows, i + 1, column.type()));
        }
        return Collections.unmodifiableMap(row);
    }

    @Override
    public TablePage page(int number) {
        long pages = Math.max(1, (rows() + TablePage.ROWS - 1) / TablePage.ROWS);
        if (number < 1 || number > pages) {
            throw new EngineException(
                    "NO_SUCH_PAGE", "There is no page " + number + ": expected a number from 1 to " + pages + ".");
        }
        long from = (number - 1L) * TablePage.ROWS;
        return new TablePage(number, from, rows(), columns(), rows(from, TablePage.ROWS));
    }

    @Override
    public <R extends Record> List<R> records(Class<R> type) {
        return Guarded.call(() -> {
            RecordReader<R> reader = new RecordReader<>(type, columns());
            if (rows() > Integer.MAX_VALUE - 8) {
                throw new EngineException(
                        "TOO_MANY_ROWS", "A list holds no " + rows() + " records: ask a part by sql.");
            }
            return select(SqlText.names(reader.columns()), "", rows -> {
                List<R> all = new ArrayList<>((int) rows());
                while (rows.next()) {
                    all.add(reader.read(rows, all.size() + 1L));
                }
                return Collections.unmodifiableList(all);
            });
        });
    }

    @Override
    public double[] doubles(String name) {
        TableColumn column = column(name);
        if (!column.isNumeric() && !column.type().equals("BOOLEAN")) {
            throw new EngineException(
                    "WRONG_TYPE", "The column '" + name + "' is " + column.type() + ": expected numbers or booleans.");
        }
        return select("CAST(" + SqlText.name(name) + " AS DOUBLE)", "", rows -> {
            double[] values = new double[Math.toIntExact(rows())];
            for (int i = 0; rows.next(); i++) {
                double value = rows.getDouble(1);
                values[i] = rows.wasNull() ? Double.NaN : value;
            }
            return values;
        });
    }

    @Override
    public List<@Nullable String> strings(String name) {
        return select(TableFiles.text(column(name)), "", rows -> {
            List<@Nullable String> values = new ArrayList<>(Math.toIntExact(rows()));
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        });
    }

    @Override
    public void writeCsv(Path file) {
        write(files -> files.csv(file));
    }

    @Override
    public void writeParquet(Path file) {
        write(files -> files.parquet(file));
    }

    @Override
    public void writeArrow(OutputStream out) {
        write(files -> files.arrow(out));
    }

    /** Writes the rows somewhere. */
    @FunctionalInterface
    private interface Writing {
        void write(TableFiles files) throws SQLException, IOException;
    }

    private void write(Writing writing) {
        requireOpen();
        try {
            Guarded.call(() -> {
                writing.write(new TableFiles(store, stored));
                return true;
            });
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public Table sql(String query) {
        requireOpen();
        try {
            return queries.apply(this, query);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private <T> T select(String columns, String where, TableStore.RowsUse<T> use) {
        requireOpen();
        try {
            return Guarded.call(() -> store.query("SELECT " + columns + " FROM " + stored.relation() + where, use));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private TableColumn column(String name) {
        return columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new EngineException(
                        "NO_SUCH_COLUMN",
                        "The table has no column '" + name + "': "
                                + Spelling.expected(
                                        columns().stream()
                                                .map(TableColumn::name)
                                                .toList(),
                                        name)
                                + "."));
    }

    private void requireOpen() {
        if (closed) {
            throw new EngineException("TABLE_CLOSED", "The table is closed: run the query again.");
        }
    }

    @Override
    public void close() {
        closed = true;
        disk.clean();
    }

    /** The first page as text; what it is, when it is closed. */
    @Override
    public String toString() {
        return closed ? "closed table of " + rows() + " rows" : text();
    }
}
