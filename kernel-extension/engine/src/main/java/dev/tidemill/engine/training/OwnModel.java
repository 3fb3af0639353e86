package dev.tidemill.engine.training;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.OwnTrainer;
import dev.tidemill.learning.EncodedRows;
import dev.tidemill.trainer.OwnModels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The reader's own trainer as the trainer's use case calls it: numbers go to it, and bytes come back. */
record OwnModel(OwnTrainer trainer) implements OwnModels {
    /** The code of what is thrown when the reader's code fails. */
    static final String FAILED = "OWN_TRAINER_FAILED";

    static @Nullable OwnModel of(@Nullable OwnTrainer trainer) {
        return trainer == null ? null : new OwnModel(trainer);
    }

    @Override
    public Made train(
            List<String> columns,
            EncodedRows training,
            double[] labels,
            EncodedRows validation,
            double[] validationLabels) {
        OwnTrainer.EncodedRows fit = new OwnTrainer.EncodedRows(columns, rows(training), labels);
        OwnTrainer.EncodedRows held = new OwnTrainer.EncodedRows(columns, rows(validation), validationLabels);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(trainer.getClass().getClassLoader());
        try {
            byte[] model = Objects.requireNonNull(trainer.train(fit, held), "it gave no model");
            return new Made(model, Map.copyOf(trainer.params()));
        } catch (RuntimeException | Error e) {
            throw new EngineException(FAILED, "The trainer of one's own failed: " + e, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static float[][] rows(EncodedRows encoded) {
        float[][] rows = new float[encoded.size()][encoded.columns()];
        for (int i = 0; i < rows.length; i++) {
            encoded.row(i, rows[i]);
        }
        return rows;
    }
}
