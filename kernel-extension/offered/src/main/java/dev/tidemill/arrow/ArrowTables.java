package dev.tidemill.arrow;

import dev.tidemill.client.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.util.VectorSchemaRootAppender;

/** Turns tables into Arrow, by the Arrow IPC stream that a table writes. */
public final class ArrowTables {
    private ArrowTables() {}

    /**
     * All rows in one batch, in memory.
     *
     * @param allocator the caller's, closed after what is returned
     * @return to be closed by the caller
     */
    public static VectorSchemaRoot read(Table table, BufferAllocator allocator) {
        try (ArrowStreamReader reader = stream(table, allocator)) {
            VectorSchemaRoot batch = reader.getVectorSchemaRoot();
            VectorSchemaRoot all = VectorSchemaRoot.create(batch.getSchema(), allocator);
            try {
                all.allocateNew();
                while (reader.loadNextBatch()) {
                    VectorSchemaRootAppender.append(all, batch);
                }
                return all;
            } catch (IOException | RuntimeException e) {
                all.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The rows batch by batch, from a temporary file that goes when the reader is closed.
     *
     * @param allocator the caller's, closed after what is returned
     * @return to be closed by the caller
     */
    public static ArrowStreamReader stream(Table table, BufferAllocator allocator) {
        try {
            Path file = Files.createTempFile("tidemill-", ".arrows");
            try {
                try (OutputStream out = Files.newOutputStream(file)) {
                    table.writeArrow(out);
                }
                InputStream in = Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
                return new ArrowStreamReader(in, allocator);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
