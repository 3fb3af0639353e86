package dev.tidemill.batchrunner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How images are run without containers: a word that occurs in the image's address or the job definition's name, and the
 * command line that stands for it. {@code {memory}} and {@code {vcpus}} in a command line become the job's figures.
 *
 * @param byWord command lines by word
 */
public record LocalCommand(Map<String, String> byWord) {
    private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    /** Copies the map. */
    public LocalCommand {
        byWord = Map.copyOf(byWord);
    }

    /** The whole command line of a job; null when no word fits. */
    @Nullable
    List<String> of(Job job) {
        String line = null;
        for (Map.Entry<String, String> entry : byWord.entrySet()) {
            if (job.spec().image().contains(entry.getKey()) || job.definition().contains(entry.getKey())) {
                line = entry.getValue();
            }
        }
        if (line == null) {
            return null;
        }
        List<String> command = new ArrayList<>();
        Matcher arguments = ARGUMENT.matcher(line);
        while (arguments.find()) {
            String argument = arguments.group(1) == null ? arguments.group(2) : arguments.group(1);
            command.add(argument.replace("{memory}", Integer.toString(job.spec().memoryMb()))
                    .replace("{vcpus}", Integer.toString((int)
                            Math.ceil(job.spec().vcpus()))));
        }
        command.addAll(job.spec().command());
        return command;
    }
}
