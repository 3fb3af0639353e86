package dev.tidemill.trainer;

import dev.tidemill.contract.model.ModelManifest.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where and on what a training runs.
 *
 * @param jobId id of the job; a word such as {@code local} where no job runs it
 * @param imageDigest {@code none} when it runs from no image
 */
public record JobFacts(String jobId, String imageDigest) {
    Environment environment() {
        return new Environment(
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                processor(),
                imageDigest,
                libraries());
    }

    /** The pinned versions of what a model is made by. */
    private static Map<String, String> libraries() {
        Properties pinned = new Properties();
        try (InputStream in = Objects.requireNonNull(JobFacts.class.getResourceAsStream("libraries.properties"))) {
            pinned.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> libraries = new TreeMap<>();
        pinned.stringPropertyNames().forEach(name -> libraries.put(name, pinned.getProperty(name)));
        return libraries;
    }

    private static String processor() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try {
                for (String line : Files.readAllLines(info)) {
                    if (line.startsWith("model name")) {
                        return line.substring(line.indexOf(':') + 1).strip();
                    }
                }
            } catch (IOException e) {
                return "unknown: " + e.getMessage();
            }
        }
        return System.getProperty("os.arch");
    }
}
