package dev.tidemill.load;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What can be measured by itself. */
enum Part {
    UP("up"),
    KERNEL("kernel"),
    COLD_START("cold-start"),
    INGEST("ingest"),
    JOIN("join"),
    TRAINING("training"),
    PREDICTIONS("predictions"),
    TRACKING("tracking");

    private final String word;

    Part(String word) {
        this.word = word;
    }

    /** Its name on the command line and in the table. */
    String word() {
        return word;
    }

    /**
     * The part of a name.
     *
     * @throws IllegalArgumentException naming the value and every name there is
     */
    static Part of(String word) {
        return Arrays.stream(values())
                .filter(part -> part.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--only " + word + ": expected one of "
                        + Arrays.stream(values()).map(Part::word).collect(Collectors.joining(", "))));
    }
}
