package dev.tidemill.conformance.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The stock {@code mlflow} client of Python, whose test cases lie in {@code src/test/python}. */
class PythonClientTest {
    @TestFactory
    Stream<DynamicTest> tracking() {
        return tests("tracking_client");
    }

    @TestFactory
    Stream<DynamicTest> models() {
        return tests("model_client");
    }

    @TestFactory
    Stream<DynamicTest> everyday() {
        return tests("everyday_client");
    }

    @TestFactory
    Stream<DynamicTest> artifacts() {
        return tests("artifact_client");
    }

    private static Stream<DynamicTest> tests(String module) {
        return PythonTests.run(module).stream()
                .map(outcome -> DynamicTest.dynamicTest(
                        outcome.name(), () -> assertThat(outcome.error()).isEmpty()));
    }
}
