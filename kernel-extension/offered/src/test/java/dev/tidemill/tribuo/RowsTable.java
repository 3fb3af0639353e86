package dev.tidemill.tribuo;

import dev.tidemill.client.table.Table;
import dev.tidemill.client.table.TableColumn;
import dev.tidemill.client.table.TablePage;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of rows on the heap, which can only be read by row. */
record RowsTable(List<TableColumn> columns, List<Map<String, @Nullable Object>> all) implements Table {
    @Override
    public long rows() {
        return all.size();
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(long from, int count) {
        return all.subList((int) Math.min(from, all.size()), (int) Math.min(from + count, all.size()));
    }

    @Override
    public TablePage page(int number) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <R extends Record> List<R> records(Class<R> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double[] doubles(String column) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<@Nullable String> strings(String column) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeCsv(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeParquet(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeArrow(OutputStream out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Table sql(String query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
