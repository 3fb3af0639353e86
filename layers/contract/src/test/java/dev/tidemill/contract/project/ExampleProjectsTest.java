package dev.tidemill.contract.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleProjectsTest {
    @ParameterizedTest
    @ValueSource(strings = {"flights.yaml", "churn.yaml", "demand.yaml", "external.yaml"})
    void schema_wholeFormat_isAccepted(String example) throws IOException {
        Findings findings = new Findings();
        YamlDocument document = Objects.requireNonNull(YamlDocument.read(resource(example), findings));

        assertThat(new SchemaCheck().check(document.root(), findings)).isTrue();
        assertThat(findings.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"flight-delays", "seattle-highs"})
    void check_projectOfTheNotebooks_isValid(String project) throws IOException {
        Path folder = Path.of("..", "..", "notebooks", project);
        Map<String, String> files = new TreeMap<>();
        files.put("project.yaml", Files.readString(folder.resolve("project.yaml")));
        try (Stream<Path> sql = Files.list(folder.resolve("features"))) {
            for (Path file : (Iterable<Path>) sql::iterator) {
                files.put("features/" + file.getFileName(), Files.readString(file));
            }
        }

        ProjectReader.Checked checked = ProjectReader.check(files);

        assertThat(checked.warnings()).isEmpty();
        assertThat(checked.spec().project()).isEqualTo(project);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ExampleProjectsTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
