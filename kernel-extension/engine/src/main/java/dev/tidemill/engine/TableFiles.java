package dev.tidemill.engine;

import dev.tidemill.client.table.TableColumn;
import dev.tidemill.columnar.SqlText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.duckdb.DuckDBResultSet;

/** Writes a stored table in formats of others. A file appears whole or not at all. */
final class TableFiles {
    private static final int BATCH_ROWS = 65_536;

    private final TableStore store;
    private final TableStore.Stored table;

    TableFiles(TableStore store, TableStore.Stored table) {
        this.store = store;
        this.table = table;
    }

    /** SQL of a column as text; a timestamp as ISO-8601 in UTC. */
    static String text(TableColumn column) {
        String name = SqlText.name(column.name());
        return switch (column.type()) {
            case "TIMESTAMP WITH TIME ZONE" ->
                "regexp_replace(replace(CAST(" + name + " AS VARCHAR), ' ', 'T'), '\\+00$', 'Z')";
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" ->
                "replace(CAST(" + name + " AS VARCHAR), ' ', 'T')";
            default -> "CAST(" + name + " AS VARCHAR)";
        };
    }

    void csv(Path file) throws SQLException, IOException {
        String columns = table.columns().stream()
                .map(column -> text(column) + " AS " + SqlText.name(column.name()))
                .collect(Collectors.joining(", "));
        copy("SELECT " + columns + " FROM " + table.relation(), file, "FORMAT csv, HEADER");
    }

    void parquet(Path file) throws SQLException, IOException {
        copy("SELECT * FROM " + table.relation(), file, "FORMAT parquet, COMPRESSION zstd");
    }

    private void copy(String select, Path file, String options) throws SQLException, IOException {
        Path target = file.toAbsolutePath();
        Path parent = target.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new IOException("the folder " + parent + " of " + file + " does not exist");
        }
        Path part = parent.resolve("." + target.getFileName() + "-" + UUID.randomUUID());
        try {
            store.execute("COPY (" + select + ") TO " + SqlText.literal(part.toString()) + " (" + options + ")");
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    void arrow(OutputStream out) throws SQLException, IOException {
        String columns = table.columns().stream()
                .map(column -> arrow(column) + " AS " + SqlText.name(column.name()))
                .collect(Collectors.joining(", "));
        store.query("SELECT " + columns + " FROM " + table.relation(), rows -> {
            try (BufferAllocator allocator = new RootAllocator();
                    ArrowReader reader =
                            (ArrowReader) rows.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, BATCH_ROWS);
                    ArrowStreamWriter writer = new ArrowStreamWriter(
                            reader.getVectorSchemaRoot(), reader, Channels.newChannel(unclosed(out)))) {
                writer.start();
                while (reader.loadNextBatch()) {
                    if (Thread.interrupted()) {
                        Thread.currentThread().interrupt();
                        throw new UncheckedIOException(new IOException("interrupted"));
                    }
                    writer.writeBatch();
                }
                writer.end();
                return true;
            }
        });
    }

    /** SQL of a column as a type that every reader of Arrow knows. */
    private static String arrow(TableColumn column) {
        String name = SqlText.name(column.name());
        return column.type().startsWith("ENUM(") ? "CAST(" + name + " AS VARCHAR)" : name;
    }

    private static OutputStream unclosed(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }
        };
    }
}
