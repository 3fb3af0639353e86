package dev.tidemill.columnar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.inmemory.InMemoryCatalog;

/** A lake in memory, and files with a text. */
final class LocalLake {
    private LocalLake() {}

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
