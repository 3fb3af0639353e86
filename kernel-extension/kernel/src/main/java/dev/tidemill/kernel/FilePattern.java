package dev.tidemill.kernel;

import dev.tidemill.client.TidemillException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The files that a word means. */
final class FilePattern {
    private FilePattern() {}

    /**
     * A file, or those that match a pattern with {@code *}, {@code ?} or {@code [...]} in its last part, by name.
     *
     * @throws TidemillException when there is none
     */
    static List<Path> files(String word) {
        Path path = Path.of(word);
        String last = String.valueOf(path.getFileName());
        if (Files.exists(path) || !last.matches(".*[*?\\[{].*")) {
            return List.of(path);
        }
        Path folder = path.getParent() == null ? Path.of("") : path.getParent();
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, last)) {
            files.forEach(found::add);
        } catch (IOException e) {
            throw TidemillException.invalidInput("The folder " + folder + " cannot be read: " + e);
        }
        if (found.isEmpty()) {
            throw TidemillException.invalidInput("No file matches " + word + ".");
        }
        Collections.sort(found);
        return found;
    }
}
