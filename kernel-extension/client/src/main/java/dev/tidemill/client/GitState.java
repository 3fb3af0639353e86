package dev.tidemill.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What git says of some files.
 *
 * @param commit checked out; null when the folder is under no version control, or no git is installed
 * @param dirty whether the files differ from the commit, or are not in it
 */
record GitState(@Nullable String commit, boolean dirty) {
    private static final GitState NONE = new GitState(null, false);

    static GitState of(Path folder, Collection<String> files) {
        String commit = git(folder, List.of("rev-parse", "--verify", "HEAD"));
        if (commit == null) {
            return NONE;
        }
        List<String> status = new ArrayList<>(List.of("status", "--porcelain", "--ignored=matching", "--"));
        status.addAll(files);
        String changes = git(folder, status);
        return new GitState(commit.strip(), changes == null || !changes.isBlank());
    }

    private static @Nullable String git(Path folder, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return null;
            }
            return process.exitValue() == 0 ? output : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TidemillException.interrupted("Interrupted while asking git for the commit of " + folder + ".");
        }
    }
}
