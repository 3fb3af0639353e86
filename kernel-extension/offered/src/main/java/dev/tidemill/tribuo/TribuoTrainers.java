package dev.tidemill.tribuo;

import dev.tidemill.client.engine.OwnTrainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * Tribuo's trainers as a training on this machine takes them. Column i of the encoded rows is the feature {@code c} and
 * six digits of i; a missing value is left out. Validation rows are not used.
 */
public final class TribuoTrainers {
    /** Characters that tracking servers take of a param. */
    private static final int LONGEST_PARAM = 500;

    private TribuoTrainers() {}

    /** For a binary problem; the labels are {@code true} and {@code false}. */
    public static OwnTrainer labels(Trainer<Label> trainer) {
        return new Bridge<>(trainer, new LabelFactory(), value -> new Label(value == 1 ? "true" : "false"));
    }

    /** For a regression; the dimension is {@code prediction}. */
    public static OwnTrainer regressors(Trainer<Regressor> trainer) {
        return new Bridge<>(trainer, new RegressionFactory(), value -> new Regressor("prediction", value));
    }

    private record Bridge<T extends Output<T>>(Trainer<T> trainer, OutputFactory<T> factory, DoubleFunction<T> outputs)
            implements OwnTrainer {
        @Override
        public byte[] train(EncodedRows training, EncodedRows validation) {
            MutableDataset<T> dataset = new MutableDataset<>(
                    new SimpleDataSourceProvenance(
                            "Tidemill encoded rows", OffsetDateTime.now(ZoneOffset.UTC), factory),
                    factory);
            for (int i = 0; i < training.rows().length; i++) {
                ArrayExample<T> example = new ArrayExample<>(outputs.apply(training.labels()[i]));
                float[] row = training.rows()[i];
                for (int column = 0; column < row.length; column++) {
                    if (!Float.isNaN(row[column])) {
                        example.add(name(column), row[column]);
                    }
                }
                if (example.size() > 0) {
                    dataset.add(example);
                }
            }
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                trainer.train(dataset).serializeToStream(bytes);
                return bytes.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Map<String, String> params() {
            String configuration = trainer.toString();
            return Map.of(
                    "trainer",
                    trainer.getClass().getName(),
                    "trainer.configuration",
                    configuration.substring(0, Math.min(LONGEST_PARAM, configuration.length())));
        }

        private static String name(int column) {
            String digits = Integer.toString(column);
            return "c" + "0".repeat(Math.max(0, 6 - digits.length())) + digits;
        }
    }
}
