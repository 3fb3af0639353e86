package dev.tidemill.lifecycle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The exported files of one slice; what is there is used, what is missing is exported by the project's script. */
final class DataFolder {
    private final Path folder;
    private final Path script;
    private final String python;
    private final List<String> sliceWords;

    DataFolder(Path folder, Path script, String python, List<String> sliceWords) {
        this.folder = folder;
        this.script = script;
        this.python = python;
        this.sliceWords = List.copyOf(sliceWords);
    }

    /**
     * The files of a pattern in order of their names, exported first when there are none.
     *
     * @throws WalkException when the script fails or wrote no such file
     */
    List<Path> files(String pattern, List<String> export) {
        List<Path> there = matching(pattern);
        if (there.isEmpty()) {
            export(export);
            there = matching(pattern);
        }
        if (there.isEmpty()) {
            throw new WalkException(
                    script.getFileName() + " " + String.join(" ", export) + " wrote no " + pattern + " into " + folder);
        }
        return there;
    }

    private List<Path> matching(String pattern) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            files.forEach(found::add);
        } catch (IOException e) {
            throw new WalkException(folder + " cannot be read: " + e.getMessage(), e);
        }
        return found.stream().sorted().toList();
    }

    private void export(List<String> words) {
        List<String> command = new ArrayList<>(List.of(python, script.toString()));
        command.addAll(words);
        command.addAll(sliceWords);
        command.addAll(List.of("--out", folder.toString()));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new WalkException(String.join(" ", command) + " failed: " + output.strip());
            }
        } catch (IOException e) {
            throw new WalkException(python + " cannot be run (is Python 3 installed?): " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WalkException("interrupted while the data was exported", e);
        }
    }
}
