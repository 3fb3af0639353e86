package dev.tidemill.learning;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.core.failure.ProblemException;

/** In which bytes a bundle holds its model. */
public enum ModelFormat {
    /** Boosted trees that Tidemill trained. */
    XGBOOST("xgboost-ubjson", "model.ubj"),
    /** A model of the reader's own. */
    TRIBUO("tribuo-protobuf", "model.tribuo");

    private final String label;
    private final String file;

    ModelFormat(String label, String file) {
        this.label = label;
        this.file = file;
    }

    /** Its name in {@code bundle.json}. */
    public String label() {
        return label;
    }

    /** The bundle's file that holds it. */
    public String file() {
        return file;
    }

    /**
     * @throws ProblemException {@code UNKNOWN_FORMAT}
     */
    static ModelFormat of(String label) {
        for (ModelFormat format : values()) {
            if (format.label.equals(label)) {
                return format;
            }
        }
        throw new ProblemException(
                "UNKNOWN_FORMAT",
                "The bundle's model is of format " + label + "; this Tidemill reads " + XGBOOST.label + " and "
                        + TRIBUO.label + ".");
    }

    /** Reads a model; classes of Tribuo's are loaded for {@link #TRIBUO} alone. */
    Scorer read(byte[] model, float baseMargin, ProjectSpec.Problem problem, int columns) {
        return switch (this) {
            case XGBOOST -> TreeEnsemble.read(model, baseMargin);
            case TRIBUO -> TribuoScorer.read(model, problem, columns);
        };
    }
}
