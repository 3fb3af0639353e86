package dev.tidemill.wheel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a kernelspec, gathered from several folders. */
final class Kernelspec {
    private final SortedMap<String, Path> files = new TreeMap<>();

    /**
     * Adds every file below a folder.
     *
     * @param under what its names begin with: empty, or a folder's name with a closing slash
     * @throws IllegalArgumentException when there is none, or another folder has one of the same name
     */
    void add(String under, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(folder + " is missing: build the module it belongs to first");
        }
        List<Path> found;
        try (Stream<Path> below = Files.walk(folder)) {
            found = below.filter(Files::isRegularFile).toList();
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(folder + " is empty: build the module it belongs to first");
        }
        for (Path file : found) {
            String name = under + folder.relativize(file).toString().replace('\\', '/');
            Path other = files.putIfAbsent(name, file);
            if (other != null) {
                throw new IllegalArgumentException(name + " is there twice: " + other + " and " + file);
            }
        }
    }

    /** The files by their names in the kernelspec, sorted. */
    SortedMap<String, Path> files() {
        return Collections.unmodifiableSortedMap(files);
    }
}
