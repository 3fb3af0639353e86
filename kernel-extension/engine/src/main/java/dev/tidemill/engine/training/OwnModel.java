package dev.tidemill.engine.training;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.OwnTrainer;
import dev.tidemill.learning.EncodedRows;
import dev.tidemill.trainer.OwnModels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reader's own trainer as the trainer's use case calls it: numbers go to it, and bytes come back. */
record OwnModel(OwnTrainer trainer) implements OwnModels {
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
            return new Made(trainer.train(fit, held), trainer.params());
        } catch (RuntimeException e) {
            throw new EngineException("OWN_TRAINER_FAILED", "The trainer of one's own failed: " + e, e);
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
