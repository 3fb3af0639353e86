package dev.tidemill.monitoring;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.learning.EncoderState;
import dev.tidemill.learning.FeatureSummary;
import dev.tidemill.learning.GoldenRow;
import dev.tidemill.learning.ModelBundle;
import dev.tidemill.learning.ReferenceSummary;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The version that is watched, with its bundle. */
record Champion(ModelVersion version, ModelManifest manifest, ModelBundle bundle) {
    private static final String ALIAS = "champion";
    private static final String ENCODER = "encoder.json";

    /** What encoding learnt: the categories that are known. */
    EncoderState encoder() {
        byte[] content = bundle.files().getOrDefault(ENCODER, new byte[0]);
        return Json.read(new String(content, StandardCharsets.UTF_8), EncoderState.class);
    }

    /**
     * What later rows are held against: the inputs' distribution over the training rows; of the predictions, the
     * bundle's own summary or else its golden rows, which are spread evenly over the test split.
     */
    ReferenceSummary reference() {
        ReferenceSummary inputs = bundle.reference();
        if (inputs.features().containsKey(ChannelDrift.PREDICTION)) {
            return inputs;
        }
        ReferenceSummary.Builder scores = new ReferenceSummary.Builder(List.of(ChannelDrift.PREDICTION), List.of());
        String output = bundle.manifest().problem() == ProjectSpec.Problem.BINARY ? "probability" : "prediction";
        for (GoldenRow row : bundle.golden()) {
            Map<String, @Nullable Object> score = new HashMap<>();
            score.put(ChannelDrift.PREDICTION, row.output().get(output));
            scores.add(score);
        }
        Map<String, FeatureSummary> features = new LinkedHashMap<>(inputs.features());
        features.putAll(scores.build().features());
        return new ReferenceSummary(ReferenceSummary.VERSION, features);
    }

    /** Finds versions and loads their bundles. */
    record Finder(Registry registry, ObjectStore artifacts) {
        /** The version that the alias {@code champion} names; empty when there is none. */
        Optional<Champion> current(Workspace workspace, String model) {
            return registry.byAlias(workspace, model, ALIAS).map(this::load);
        }

        /**
         * A version that was found before.
         *
         * @throws ProblemException {@code NO_SUCH_VERSION} when it is gone
         */
        Champion version(Workspace workspace, String model, int number) {
            return registry.version(workspace, model, number)
                    .map(this::load)
                    .orElseThrow(() -> new ProblemException(
                            "NO_SUCH_VERSION",
                            "The model '" + model + "' has no version " + number + ".",
                            List.of(new Problem.Detail(
                                    "version", Integer.toString(number), "a version of model " + model))));
        }

        private Champion load(ModelVersion version) {
            ModelManifest manifest = Json.read(version.manifest(), ModelManifest.class);
            return new Champion(version, manifest, ModelBundle.load(artifacts, version));
        }
    }
}
