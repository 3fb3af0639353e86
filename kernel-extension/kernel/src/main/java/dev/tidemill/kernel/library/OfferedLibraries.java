package dev.tidemill.kernel.library;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Libraries that a cell may use without naming a version: their jars join the class path of cells when a cell first
 * mentions one that is not there yet. What the user added before stands before them, and is the one that is used.
 */
public final class OfferedLibraries {
    // By what a source says, a class that is there when the library is.
    private static final Map<String, String> LIBRARIES = Map.of(
            "org.apache.arrow.", "org/apache/arrow/vector/FieldVector.class",
            "org.tribuo.", "org/tribuo/Model.class",
            "dev.tidemill.arrow.", "dev/tidemill/arrow/ArrowTables.class",
            "dev.tidemill.tribuo.", "dev/tidemill/tribuo/TribuoTables.class");

    private final Path folder;
    private boolean added;

    /** @param folder of the jars; when it is not there, nothing is offered */
    public OfferedLibraries(Path folder) {
        this.folder = folder;
    }

    /** Offers the folder {@code offered} beside the kernel. */
    public static OfferedLibraries besideKernel() {
        return new OfferedLibraries(KernelFolder.beside("offered"));
    }

    /**
     * Adds the libraries when a source needs them.
     *
     * @param cells the class path of cells as it is
     * @param add puts jars behind it, for the compiler and at run time; parted as the class path is
     */
    public void offer(String source, ClassLoader cells, Consumer<String> add) {
        boolean missing = !added
                && LIBRARIES.entrySet().stream()
                        .anyMatch(library ->
                                source.contains(library.getKey()) && cells.getResource(library.getValue()) == null);
        if (missing) {
            added = true;
            List<Path> jars = jars();
            if (!jars.isEmpty()) {
                add.accept(jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
            }
        }
    }

    private List<Path> jars() {
        try {
            return KernelFolder.jars(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }
}
