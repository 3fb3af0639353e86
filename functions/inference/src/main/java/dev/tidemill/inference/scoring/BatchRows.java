package dev.tidemill.inference.scoring;

import dev.tidemill.columnar.BatchJoin;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.core.feature.FeatureStatus;
import dev.tidemill.inference.serving.PredictRequests;
import dev.tidemill.inference.serving.ServedModel;
import dev.tidemill.learning.ArrowRows;
import dev.tidemill.learning.LookedUp;
import dev.tidemill.learning.Prediction;
import dev.tidemill.learning.Request;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Predicts the rows of Arrow batches as {@link BatchJoin} lays them out. */
final class BatchRows {
    private final ServedModel model;
    private final RequestSpec spec;

    BatchRows(ServedModel model) {
        this.model = model;
        this.spec = model.request();
    }

    /** Takes a prediction and its row's place in the file, from 0. */
    @FunctionalInterface
    interface Target {
        void accept(long row, Prediction prediction);
    }

    void predict(VectorSchemaRoot batch, Target target) {
        for (int i = 0; i < batch.getRowCount(); i++) {
            Map<String, @Nullable Object> row = ArrowRows.row(batch, i);
            long number = row.get(BatchJoin.ROW) instanceof Long whole ? whole : i;
            String place = "row " + number;
            Map<String, @Nullable Object> raw = new HashMap<>();
            spec.columns().keySet().forEach(name -> raw.put(name, row.get(name)));
            raw.put(spec.time(), row.get(spec.time()));
            Request request = model.path().request(raw, Instant.EPOCH, name -> place + ", column " + name);
            target.accept(number, PredictRequests.predict(model, request, features(row), place));
        }
    }

    private Map<String, LookedUp> features(Map<String, @Nullable Object> row) {
        Map<String, LookedUp> features = new LinkedHashMap<>();
        for (String name : model.path().featureNames()) {
            String view = name.substring(0, name.indexOf('.'));
            String status = row.get(view + BatchJoin.STATUS) instanceof String text ? text : "MISSING";
            Long age = row.get(view + BatchJoin.AGE_SECONDS) instanceof Long whole ? whole : null;
            features.put(name, new LookedUp(row.get(name), FeatureStatus.valueOf(status), age, LookedUp.Source.STORE));
        }
        return features;
    }
}
