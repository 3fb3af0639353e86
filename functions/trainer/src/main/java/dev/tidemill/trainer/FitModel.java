package dev.tidemill.trainer;

import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.learning.EncodedRows;
import dev.tidemill.learning.Encoder;
import dev.tidemill.learning.ModelFormat;
import dev.tidemill.learning.TribuoScorer;
import dev.tidemill.learning.XGBoostTraining;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Fits the model to the encoded rows: boosted trees, or what the reader's own code makes. For one training. */
final class FitModel {
    private final Plan plan;
    private final @Nullable OwnModels own;
    private final XGBoostTraining trees;

    /**
     * @param own null for boosted trees
     * @throws ProblemException {@code INVALID_TRAINER}
     */
    FitModel(Plan plan, @Nullable OwnModels own) {
        this.plan = plan;
        this.own = own;
        this.trees = new XGBoostTraining(plan.training().trainer(), plan.problem(), plan.threads());
    }

    /** What is known of the params before anything is trained. */
    Map<String, String> params() {
        return own == null ? plan.params(trees.parameters()) : plan.ownParams();
    }

    MadeModel fit(ReadSplits splits, Encoder encoder, XGBoostTraining.RoundListener listener) {
        EncodedRows training = splits.training().encode(encoder);
        EncodedRows validation = splits.validation().encode(encoder);
        if (own == null) {
            XGBoostTraining.Trained trained = trees.train(
                    training,
                    splits.training().floatLabels(),
                    validation,
                    splits.validation().floatLabels(),
                    listener);
            return new MadeModel(
                    ModelFormat.XGBOOST,
                    trained.ubjson(),
                    trained.trees(),
                    trained.trees().baseMargin(),
                    trained.bestRound(),
                    params(),
                    trained.trees().importance());
        }
        if (training.size() == 0 || validation.size() == 0) {
            throw new ProblemException(
                    "NO_ROWS", "The " + (training.size() == 0 ? "training" : "validation") + " part has no rows.");
        }
        OwnModels.Made made = own.train(
                encoder.columnNames(),
                training,
                splits.training().labels(),
                validation,
                splits.validation().labels());
        Map<String, String> params = new TreeMap<>(made.params());
        params.putAll(params());
        return new MadeModel(
                ModelFormat.TRIBUO,
                made.protobuf(),
                TribuoScorer.read(
                        made.protobuf(), plan.problem(), encoder.columnNames().size()),
                0,
                0,
                params,
                Map.of());
    }
}
