package dev.tidemill.conformance.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.localcloud.LocalCloud;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Requests that Schemathesis makes up from the tracking API's OpenAPI document, well-formed and not: none may fail on
 * our side, and none that the document forbids may succeed. {@code -Dtidemill.fuzz.examples} asks for more of them.
 */
class FuzzTest {
    @Test
    void everyEndpoint_anyRequest_neverFailsAndNeverTakesWhatIsMalformed() {
        Path python = Path.of(PythonTests.python());
        PythonTests.Ended ended = PythonTests.execute(List.of(
                python.resolveSibling("schemathesis").toString(),
                "run",
                LocalCloud.ROOT.resolve("functions/tracking-api/openapi.json").toString(),
                "--url",
                LocalCloud.get().api().toString(),
                "--checks",
                "not_a_server_error,negative_data_rejection,content_type_conformance",
                "--phases",
                "coverage,fuzzing",
                "--max-examples",
                System.getProperty("tidemill.fuzz.examples", "5"),
                "--seed",
                "7",
                "--suppress-health-check",
                "all",
                "--continue-on-failure",
                "--warnings",
                "off",
                "--no-color"));

        assertThat(ended.status()).as(String.join("\n", ended.lines())).isZero();
        assertThat(ended.lines()).anyMatch(line -> line.contains("generated"));
    }
}
