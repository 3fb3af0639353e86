package dev.tidemill.kernel.library;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder in which the kernel is installed. */
public final class KernelFolder {
    /** Names the folder when the kernel starts. */
    static final String PROPERTY = "tidemill.kernelspec";

    private KernelFolder() {}

    /** A folder beside the kernel's own jars, whether it is there or not. */
    public static Path beside(String name) {
        String told = System.getProperty(PROPERTY);
        if (told != null && !told.isBlank()) {
            return Path.of(told).resolve(name);
        }
        // lib/tidemill-kernel.jar
        Path jar = ownJar();
        Path lib = jar == null ? null : jar.getParent();
        return lib == null ? Path.of(name) : lib.resolveSibling(name);
    }

    private static @Nullable Path ownJar() {
        CodeSource source = KernelFolder.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? null : Path.of(source.getLocation().toURI()).toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of the kernel's jar is no address: " + source, e);
        }
    }

    /** The jars in a folder, by name; none when there is no folder. */
    static List<Path> jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
