package dev.tidemill.contract.project;

import java.util.List;

/** Which metrics a problem has, and which of them may decide. */
final class Metrics {
    private Metrics() {}

    /** The metrics that can be reported; empty for problems that are not built. */
    static List<String> of(ProjectSpec.Problem problem) {
        return switch (problem) {
            case BINARY -> List.of("log-loss", "brier", "auc", "average-precision", "calibration", "accuracy");
            case REGRESSION -> List.of("mae", "rmse", "wape", "bias");
            case MULTICLASS, RANKING, EXTERNAL -> List.of();
        };
    }

    /** The metrics reported when none are named. */
    static List<String> usual(ProjectSpec.Problem problem) {
        return switch (problem) {
            case BINARY -> List.of("log-loss", "auc", "average-precision", "calibration");
            case REGRESSION -> List.of("mae", "rmse", "wape", "bias");
            case MULTICLASS, RANKING, EXTERNAL -> List.of();
        };
    }

    /** Proper scores, which a gate may use: the best value is reached by the true probabilities or values only. */
    static List<String> proper(ProjectSpec.Problem problem) {
        return switch (problem) {
            case BINARY -> List.of("log-loss", "brier");
            case REGRESSION -> List.of("mae", "rmse", "wape");
            case MULTICLASS, RANKING, EXTERNAL -> List.of();
        };
    }

    /** Metrics of the format that are not built. */
    static List<String> later() {
        return List.of("mase", "pinball", "macro-f1", "ndcg");
    }
}
