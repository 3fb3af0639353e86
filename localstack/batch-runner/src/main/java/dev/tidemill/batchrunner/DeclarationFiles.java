package dev.tidemill.batchrunner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the templates again whenever one of their files has changed. */
final class DeclarationFiles implements Supplier<Declarations> {
    private final RunnerOptions options;
    private Map<Path, Long> seen = Map.of();
    private @Nullable Declarations read;

    DeclarationFiles(RunnerOptions options) {
        this.options = options;
    }

    @Override
    public synchronized Declarations get() {
        Map<Path, Long> now = times(options.templates());
        Declarations known = read;
        if (known == null || !now.equals(seen)) {
            known = Declarations.read(options.templates(), options.region(), options.account(), id -> null);
            read = known;
            seen = now;
        }
        return known;
    }

    private static Map<Path, Long> times(Path folder) {
        Map<Path, Long> times = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".template.json"))
                    .toList()) {
                times.put(file, Files.getLastModifiedTime(file).toMillis());
            }
        } catch (IOException unreadable) {
            throw new BatchException("The templates in " + folder + " cannot be read: " + unreadable.getMessage());
        }
        return times;
    }
}
