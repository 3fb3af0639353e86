package dev.tidemill.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What of a folder is pushed: project.yaml and every .sql file below it, hidden folders left out.
 *
 * @param project its name, as project.yaml says
 * @param files text by path relative to the folder, with forward slashes
 */
record ProjectFolder(String project, Map<String, String> files) {
    static final String YAML = "project.yaml";
    private static final long LARGEST_FILE = 1024 * 1024;

    static ProjectFolder read(Path folder) {
        Path yaml = folder.resolve(YAML);
        if (!Files.isRegularFile(yaml)) {
            throw TidemillException.invalidInput("The folder " + folder + " has no project.yaml.");
        }
        try {
            return of(folder, text(yaml));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** A folder's SQL files with another project.yaml than the one that may lie there. */
    static ProjectFolder of(Path folder, String yaml) {
        if (!Files.isDirectory(folder)) {
            throw TidemillException.invalidInput("There is no folder " + folder + ".");
        }
        try {
            Map<String, String> files = new TreeMap<>();
            files.put(YAML, yaml);
            Files.walkFileTree(folder, new SqlFiles(folder, files));
            return new ProjectFolder(name(yaml), files);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static TidemillException unreadable(Path folder, IOException e) {
        return TidemillException.invalidInput("The folder " + folder + " cannot be read: " + e.getMessage(), e);
    }

    /** The text of its project.yaml. */
    String yaml() {
        return Objects.requireNonNull(files.get(YAML));
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw TidemillException.invalidInput(
                    file + " has " + Files.size(file) + " bytes, expected at most " + LARGEST_FILE + ".");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw TidemillException.invalidInput(file + " is no UTF-8 text.", e);
        }
    }

    /** The name of the project that a project.yaml describes. */
    static String name(String yaml) {
        try {
            JsonNode project = new YAMLMapper().readTree(yaml).path("project");
            if (project.isTextual() && !project.textValue().isBlank()) {
                return project.textValue();
            }
            throw TidemillException.invalidInput(
                    "project.yaml has '" + project.asText("") + "' as project, expected a name such as flight-delays.");
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
            throw TidemillException.invalidInput("project.yaml" + place + " is no YAML: " + e.getOriginalMessage(), e);
        }
    }

    private static final class SqlFiles extends SimpleFileVisitor<Path> {
        private final Path folder;
        private final Map<String, String> files;

        SqlFiles(Path folder, Map<String, String> files) {
            this.folder = folder;
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean hidden = !directory.equals(folder)
                    && String.valueOf(directory.getFileName()).startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile() && String.valueOf(file.getFileName()).endsWith(".sql")) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), text(file));
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
