package dev.tidemill.conformance.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.client.Document;
import dev.tidemill.localcloud.LocalCloud;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Test cases in Python, run in the environment of {@code requirements.txt} against the local cloud. */
final class PythonTests {
    private static final Path HERE = LocalCloud.ROOT.resolve("tests/conformance");
    private static final ObjectMapper JSON = new ObjectMapper();

    private PythonTests() {}

    /**
     * How one test case ended.
     *
     * @param error its traceback; empty when it passed
     */
    record Outcome(String name, String error) {}

    /**
     * Runs the test cases of a module to their end.
     *
     * @param module name of a file in {@code src/test/python} without its ending
     * @throws IllegalStateException when it did not report a single one
     */
    static List<Outcome> run(String module) {
        List<Outcome> outcomes = new ArrayList<>();
        Path script = HERE.resolve("src/test/python/" + module + ".py");
        for (String line : execute(List.of(python(), script.toString())).lines()) {
            try {
                Document outcome = Document.of(JSON.readTree(line));
                outcomes.add(new Outcome(
                        outcome.at("test").text(), outcome.at("error").text("")));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(module + " printed no JSON: " + line, e);
            }
        }
        if (outcomes.isEmpty()) {
            throw new IllegalStateException(module + " ran no test case; see its output above");
        }
        return outcomes;
    }

    /** The Python of the environment, which is made when it is not there. */
    static String python() {
        return execute(List.of(HERE.resolve("python").toString())).lines().getLast();
    }

    /** What a command printed on its standard output, and its exit status. */
    record Ended(List<String> lines, int status) {}

    /** Runs a command with the cloud's exports to its end; its standard error goes to that of the tests. */
    static Ended execute(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(LocalCloud.ROOT.resolve("tests/conformance/target").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(LocalCloud.get().environment());
        // A server that fails should fail the test, not be asked again for minutes.
        builder.environment().put("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1");
        builder.environment().put("GIT_PYTHON_REFRESH", "quiet");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                return new Ended(out.lines().toList(), process.waitFor());
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
