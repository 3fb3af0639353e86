package dev.tidemill.inference.scoring;

import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.inference.serving.GoldenCheck;
import dev.tidemill.inference.serving.ServedModel;
import dev.tidemill.learning.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Predicts a version's golden rows as batch scoring does, from an Arrow batch; nothing of it is captured. */
final class VerifyBatch {
    WorkerOutcome verify(ServedModel model) {
        List<Prediction> predictions = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = GoldenBatch.of(model, allocator)) {
            new BatchRows(model).predict(batch, (row, prediction) -> predictions.add(prediction));
        }
        return GoldenCheck.outcome("Batch scoring", model, predictions);
    }
}
