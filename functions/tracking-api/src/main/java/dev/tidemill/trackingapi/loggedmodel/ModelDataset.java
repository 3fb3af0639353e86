package dev.tidemill.trackingapi.loggedmodel;

import dev.tidemill.core.loggedmodel.ModelMetric;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dataset that metrics must have been measured on.
 *
 * @param name null for any
 * @param digest null for any
 */
record ModelDataset(@Nullable String name, @Nullable String digest) {
    static List<ModelDataset> read(Parameters parameters) {
        return parameters.objects("datasets").stream()
                .map(one -> new ModelDataset(
                        one.text("dataset_name")
                                .orElseThrow(() -> MlflowErrors.invalid(
                                        "`dataset_name` in the `datasets` clause must be specified.")),
                        one.text("dataset_digest").orElse(null)))
                .toList();
    }

    boolean holds(ModelMetric point) {
        return (name == null || name.equals(point.datasetName()))
                && (digest == null || digest.equals(point.datasetDigest()));
    }
}
