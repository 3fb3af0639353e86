package dev.tidemill.inference.serving;

import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.learning.GoldenRow;
import dev.tidemill.learning.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares what a face predicts of a version's golden rows with what training had, bit by bit. */
public final class GoldenCheck {
    private static final int SHOWN = 20;

    private GoldenCheck() {}

    /**
     * The outcome of a verification.
     *
     * @param face what predicted, for messages
     * @param actual one prediction for each golden row, in order
     * @return {@code GOLDEN_ROWS_DIFFER} naming the first 20 values that differ, {@code NO_GOLDEN_ROWS} when the bundle
     *     has none, else success with the number of rows
     */
    public static WorkerOutcome outcome(String face, ServedModel model, List<Prediction> actual) {
        List<GoldenRow> golden = model.bundle().golden();
        if (golden.isEmpty()) {
            return WorkerOutcome.failed(new Problem(
                    "NO_GOLDEN_ROWS",
                    "Version " + model.version() + " of the model '" + model.model()
                            + "' has no golden rows, so nothing shows that it predicts as it did in training."));
        }
        if (actual.size() != golden.size()) {
            throw new IllegalStateException(actual.size() + " predictions of " + golden.size() + " golden rows");
        }
        List<Problem.Detail> differences = new ArrayList<>();
        for (int i = 0; i < golden.size(); i++) {
            GoldenRow expected = golden.get(i);
            GoldenRow found = GoldenRow.of(actual.get(i));
            compare(differences, "golden row " + i + ", encoded", found.encoded(), expected.encoded());
            compare(differences, "golden row " + i + ", output", found.output(), expected.output());
        }
        if (!differences.isEmpty()) {
            return WorkerOutcome.failed(new Problem(
                    "GOLDEN_ROWS_DIFFER",
                    face + " does not reproduce the golden rows of version " + model.version() + " of the model '"
                            + model.model() + "': " + differences.size() + " values differ.",
                    differences.subList(0, Math.min(SHOWN, differences.size()))));
        }
        return WorkerOutcome.succeeded(
                Map.of("model", model.model(), "version", model.version(), "goldenRows", golden.size()));
    }

    private static void compare(List<Problem.Detail> differences, String place, Object found, Object expected) {
        if (!found.equals(expected)) {
            differences.add(new Problem.Detail(place, found.toString(), expected.toString()));
        }
    }
}
