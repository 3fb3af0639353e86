package dev.tidemill.learning;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Maps a model's score to the one that is answered. A step of every bundle, so that a fitted one changes no format. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes(@JsonSubTypes.Type(value = Calibration.Identity.class, name = "identity"))
public sealed interface Calibration {
    /** The calibrated score. */
    double apply(double score);

    /** Leaves scores as they are. */
    record Identity() implements Calibration {
        @Override
        public double apply(double score) {
            return score;
        }
    }
}
