package dev.tidemill.columnar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.inmemory.InMemoryCatalog;

/** A lake in memory for tests of this and other modules, and files with a text. */
public final class LocalLake {
    private LocalLake() {}

    /** A new, empty lake. */
    public static Lake lake() {
        return new Lake(catalog(), "memory://" + UUID.randomUUID());
    }

    static InMemoryCatalog catalog() {
        InMemoryCatalog catalog = new InMemoryCatalog();
        catalog.initialize("lake", Map.of());
        return catalog;
    }

    static Path file(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Sandbox sandbox(Path folder) {
        return Sandbox.open(folder, "test", new SandboxSettings(512L << 20, 2));
    }
}
