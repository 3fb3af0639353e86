package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TutorialProjectTest {
    @ParameterizedTest
    @ValueSource(strings = {"flight-delays", "seattle-highs"})
    void push_projectOfTheNotebooks_isAccepted(String project) throws IOException {
        Path folder = Path.of("..", "..", "notebooks", project);
        Map<String, String> files = new TreeMap<>();
        files.put("project.yaml", Files.readString(folder.resolve("project.yaml")));
        try (Stream<Path> sql = Files.list(folder.resolve("features"))) {
            for (Path file : (Iterable<Path>) sql::iterator) {
                files.put("features/" + file.getFileName(), Files.readString(file));
            }
        }

        World.Answer answer = new World().post("/v1/projects/" + project + "/revisions", Map.of("files", files));

        assertThat(answer.body().path("error").toString()).isEmpty();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("warnings")).isEmpty();
    }
}
