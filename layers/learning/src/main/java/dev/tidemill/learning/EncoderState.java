package dev.tidemill.learning;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that encoding learnt from the training rows. The order of the lists fixes the columns: each numeric input
 * one (and one for its indicator), then each category of each categorical input one (and one for the others).
 *
 * @param encoderVersion of this shape: 1
 */
public record EncoderState(int encoderVersion, List<Numeric> numeric, List<Categorical> categorical) {
    /** The version that this code writes and reads. */
    public static final int VERSION = 1;

    public EncoderState {
        numeric = List.copyOf(numeric);
        categorical = List.copyOf(categorical);
    }

    /**
     * @param impute what stands in for a missing value; null to leave it missing
     * @param indicator whether a column says that the value was missing
     */
    public record Numeric(String name, @Nullable Double impute, boolean indicator) {}

    /**
     * @param values categories with a column each, the most frequent first
     * @param unseen {@code other}: one column for every other value; {@code missing}: as if null; {@code reject}
     */
    public record Categorical(String name, List<String> values, String unseen) {
        public Categorical {
            values = List.copyOf(values);
        }
    }
}
