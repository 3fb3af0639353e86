package dev.tidemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.Leak;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.client.engine.Preview;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSetChecksTest {
    @TempDir
    private Path folder;

    private BikesProject project;
    private LocalEngine engine;

    @BeforeEach
    void open() throws IOException {
        project = new BikesProject(folder);
        engine = new EngineProvider().open(project.api, folder.resolve("engine"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Map<String, String> with(String file, String text) {
        Map<String, String> files = new TreeMap<>(project.files);
        files.put(file, text);
        return files;
    }

    @Test
    void leaks_honestProject_none() {
        List<String> lines = new ArrayList<>();
        assertThat(engine.leaks(project.files, 10, lines::add)).isEmpty();
        assertThat(lines).first().asString().contains("training set");
        assertThat(lines).last().asString().contains("examples again");
    }

    @Test
    void leaks_weatherOfTheSameHour_isNamedInASentence() {
        List<Leak> leaks = engine.leaks(
                with(
                        "features/weather.sql",
                        "SELECT station, hour AS event_time, hour AS available_at, temp FROM weather"),
                15,
                line -> {});
        assertThat(leaks).singleElement().satisfies(leak -> {
            assertThat(leak.column()).isEqualTo("weather.temp");
            assertThat(leak.place()).isEqualTo("features/weather.sql");
            assertThat(leak.message()).contains("features/weather.sql looks ahead");
            assertThat(leak.example()).startsWith("predict_at 2013-01-");
        });
    }

    @Test
    void preview_countsWhatATrainingWouldHave() {
        Preview preview = engine.preview(project.files);

        assertThat(preview.datasets())
                .extracting(Preview.Dataset::name, Preview.Dataset::rows)
                .containsExactlyInAnyOrder(tuple("rides", 120L), tuple("weather", 230L));
        assertThat(preview.examples()).containsEntry("examples", 120L).containsEntry("closed", 1L);
        assertThat(preview.splits()).extracting(Preview.Split::name).containsExactly("train", "validation", "test");
        assertThat(preview.splits()).allSatisfy(split -> {
            assertThat(split.label()).isBetween(0.3, 0.7);
            assertThat(split.from())
                    .isAfter(Instant.parse("2012-12-31T00:00:00Z"))
                    .isBefore(split.to());
        });
        assertThat(preview.features())
                .filteredOn(feature -> feature.name().equals("weather.temp"))
                .singleElement()
                .satisfies(feature -> assertThat(feature.present())
                        .as("station B has no weather")
                        .isBetween(0.5, 0.7));
    }

    @Test
    void preview_brokenProject_namesThePlace() {
        assertThatThrownBy(() -> engine.preview(with("features/labels.sql", "SELECT ride FROM rides")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("features/labels.sql");
    }
}
