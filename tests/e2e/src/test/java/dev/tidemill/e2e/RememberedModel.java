package dev.tidemill.e2e;

import dev.tidemill.client.Document;
import dev.tidemill.client.engine.OwnTrainer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.Regressor;

/** A trainer whose model can be asked afterwards, by Tribuo alone. */
final class RememberedModel implements OwnTrainer {
    private final OwnTrainer trainer;
    private @Nullable Model<?> model;

    RememberedModel(OwnTrainer trainer) {
        this.trainer = trainer;
    }

    @Override
    public byte[] train(EncodedRows training, EncodedRows validation) {
        byte[] protobuf = trainer.train(training, validation);
        try {
            model = Model.deserializeFromStream(new ByteArrayInputStream(protobuf));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return protobuf;
    }

    @Override
    public Map<String, String> params() {
        return trainer.params();
    }

    /** The probability of {@code true}, or the number, for an encoded row whose nulls are missing. */
    double score(List<Document> encoded) {
        Model<?> trained = Objects.requireNonNull(model);
        if (trained.validate(Label.class)) {
            Prediction<Label> prediction =
                    trained.castModel(Label.class).predict(example(encoded, new Label(Label.UNKNOWN)));
            return Objects.requireNonNull(prediction.getOutputScores().get("true"))
                    .getScore();
        }
        Regressor unknown = new Regressor("prediction", Double.NaN);
        return trained.castModel(Regressor.class)
                .predict(example(encoded, unknown))
                .getOutput()
                .getValues()[0];
    }

    private static <T extends Output<T>> Example<T> example(List<Document> encoded, T output) {
        ArrayExample<T> example = new ArrayExample<>(output);
        for (int i = 0; i < encoded.size(); i++) {
            if (encoded.get(i).isNumber()) {
                example.add("c%06d".formatted(i), (float) encoded.get(i).number());
            }
        }
        return example;
    }
}
