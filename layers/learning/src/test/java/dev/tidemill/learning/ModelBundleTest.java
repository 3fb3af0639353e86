package dev.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelBundleTest {
    private ModelBundle bundle = Trainings.train(Specs.flights().rounds(1));

    @BeforeAll
    void train() {
        bundle = Trainings.train(Specs.flights());
    }

    @Test
    void of_sameTraining_sameBytes() {
        ModelBundle again = Trainings.train(Specs.flights());
        assertThat(again.sha256()).isEqualTo(bundle.sha256());
        again.files()
                .forEach((name, content) ->
                        assertThat(content).as(name).isEqualTo(bundle.files().get(name)));
        assertThat(Trainings.train(Specs.flights().rounds(3)).sha256()).isNotEqualTo(bundle.sha256());
    }

    @Test
    void load_saved_predictsTheSameBits(@TempDir Path folder) {
        bundle.save(folder.resolve("bundle"));
        ModelBundle loaded = ModelBundle.load(folder.resolve("bundle"), bundle.sha256());
        assertThat(loaded.sha256()).isEqualTo(bundle.sha256());
        assertThat(loaded.manifest()).isEqualTo(bundle.manifest());
        assertThat(loaded.golden()).hasSize(100);
        assertThat(loaded.verifyGolden()).isEmpty();
        for (int i = 2000; i < 2300; i++) {
            Prediction expected = bundle.path().predict(Trainings.request(bundle.path(), i), Trainings.features(i));
            Prediction actual = loaded.path().predict(Trainings.request(loaded.path(), i), Trainings.features(i));
            assertThat(Double.doubleToRawLongBits(actual.score()))
                    .isEqualTo(Double.doubleToRawLongBits(expected.score()));
        }
    }

    @Test
    void load_changedFile_namesIt(@TempDir Path folder) throws IOException {
        bundle.save(folder);
        Path encoder = folder.resolve("encoder.json");
        Files.writeString(encoder, Files.readString(encoder).replace("\"UA\"", "\"U2\""));
        assertThatThrownBy(() -> ModelBundle.load(folder, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("CORRUPT_BUNDLE: The bundle's encoder.json");
        Files.delete(encoder);
        assertThatThrownBy(() -> ModelBundle.load(folder, null)).hasMessageContaining("lacks encoder.json");
        assertThatThrownBy(() -> ModelBundle.load(folder, "00")).hasMessageContaining("bundle.json");
    }

    @Test
    void load_laterFormat_refusedByName() {
        Map<String, byte[]> files = new HashMap<>(bundle.files());
        String manifest = new String(Objects.requireNonNull(files.get(ModelBundle.MANIFEST)), StandardCharsets.UTF_8);
        files.put(
                ModelBundle.MANIFEST,
                manifest.replace("\"bundleVersion\":1", "\"bundleVersion\":2").getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ModelBundle.load(files::get, null))
                .hasMessageContaining("UNKNOWN_FORMAT: The bundle is of format 2; this Tidemill reads format 1.");
    }

    @Test
    void verifyGolden_otherBits_namesRowAndBothValues() {
        Map<String, byte[]> files = new HashMap<>(bundle.files());
        GoldenRow first = bundle.golden().getFirst();
        Object probability = Objects.requireNonNull(first.output().get("probability"));
        ModelBundle changed =
                rewritten(files, probability.toString(), Double.toString(Math.nextUp((Double) probability)));
        assertThat(changed.verifyGolden()).isNotEmpty().first().satisfies(detail -> {
            assertThat(detail.place()).isEqualTo("golden row 0, output");
            assertThat(detail.value()).contains(probability.toString());
        });
    }

    private static ModelBundle rewritten(Map<String, byte[]> files, String from, String to) {
        String golden = new String(Objects.requireNonNull(files.get("golden.json")), StandardCharsets.UTF_8);
        byte[] after = golden.replace(from, to).getBytes(StandardCharsets.UTF_8);
        String manifest = new String(Objects.requireNonNull(files.get(ModelBundle.MANIFEST)), StandardCharsets.UTF_8);
        String hash = dev.tidemill.core.Sha256.hex(Objects.requireNonNull(files.get("golden.json")));
        files.put("golden.json", after);
        files.put(
                ModelBundle.MANIFEST,
                manifest.replace(hash, dev.tidemill.core.Sha256.hex(after)).getBytes(StandardCharsets.UTF_8));
        return ModelBundle.load(files::get, null);
    }

    @Test
    void predict_binary_probabilityAndThreshold() {
        boolean above = false;
        boolean below = false;
        for (int i = 1000; i < 1200; i++) {
            Prediction prediction = bundle.path().predict(Trainings.request(bundle.path(), i), Trainings.features(i));
            assertThat(prediction.score()).isBetween(0.0, 1.0);
            assertThat(prediction.output()).containsEntry("prediction", prediction.score() >= 0.3);
            above |= prediction.score() >= 0.3;
            below |= prediction.score() < 0.3;
        }
        assertThat(above && below).isTrue();
    }

    @Test
    void predict_sentFeature_goesBeforeTheStore() {
        Map<String, @Nullable Object> raw = Trainings.raw(1);
        raw.put("weather.wind_speed", 3.5);
        Request request = bundle.path().request(raw, Instant.EPOCH, name -> name);
        Prediction prediction = bundle.path().predict(request, Trainings.features(1));
        assertThat(prediction.features())
                .containsEntry("weather.wind_speed", LookedUp.fromCaller(3.5))
                .containsKey("weather.visib");
        assertThat(prediction.inputs()).containsEntry("weather.wind_speed", 3.5).containsEntry("windy", false);
    }

    @Test
    void predict_missingRejected_namesFeatureAndStatus() {
        RequestPath path = Trainings.train(Specs.flights().rounds(2).serving("reject", "missing"))
                .path();
        assertThatThrownBy(() -> path.predict(Trainings.request(path, 1), Map.of()))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("MISSING_FEATURE");
                    assertThat(e.problem().details())
                            .extracting(detail -> detail.place())
                            .containsExactlyInAnyOrder("feature weather.visib", "feature weather.wind_speed");
                });
        assertThat(path.predictSplit(Trainings.request(path, 1), Map.of()).score())
                .isBetween(0.0, 1.0);
    }

    @Test
    void predict_regression_roundTrips() {
        ModelBundle regression = Trainings.train(Specs.regression());
        ModelBundle loaded = ModelBundle.load(regression.files()::get, regression.sha256());
        assertThat(loaded.verifyGolden()).isEmpty();
        Prediction prediction = loaded.path().predict(Trainings.request(loaded.path(), 5), Trainings.features(5));
        assertThat(prediction.output()).containsOnlyKeys("prediction");
        assertThat(prediction.score()).isBetween(0.0, 80.0);
    }

    @Test
    void viewVersions_followTheDefinition() {
        assertThat(bundle.manifest().views()).containsOnlyKeys("weather");
        assertThat(bundle.manifest().views().get("weather")).matches("[0-9a-f]{16}");
    }
}
