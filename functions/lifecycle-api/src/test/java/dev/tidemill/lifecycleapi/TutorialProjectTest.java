package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TutorialProjectTest {
    @Test
    void push_tutorialProject_isAccepted() throws IOException {
        Path folder = Path.of("..", "..", "notebooks", "flight-delays");
        Map<String, String> files = new TreeMap<>();
        files.put("project.yaml", Files.readString(folder.resolve("project.yaml")));
        try (Stream<Path> sql = Files.list(folder.resolve("features"))) {
            for (Path file : (Iterable<Path>) sql::iterator) {
                files.put("features/" + file.getFileName(), Files.readString(file));
            }
        }

        World.Answer answer = new World().post("/v1/projects/flight-delays/revisions", Map.of("files", files));

        assertThat(answer.body().path("error").toString()).isEmpty();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("warnings")).isEmpty();
    }
}
