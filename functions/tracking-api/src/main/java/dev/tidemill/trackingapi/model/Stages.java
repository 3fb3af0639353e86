package dev.tidemill.trackingapi.model;

import dev.tidemill.core.registry.VersionStatus;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The stages of older clients. A draft, a candidate and what was rejected are in none. */
final class Stages {
    private static final String NONE = "None";
    private static final List<String> ALL = List.of(NONE, "Staging", "Production", "Archived");
    private static final Map<String, VersionStatus> STATUSES = Map.of(
            NONE,
            VersionStatus.CANDIDATE,
            "Staging",
            VersionStatus.STAGING,
            "Production",
            VersionStatus.PRODUCTION,
            "Archived",
            VersionStatus.ARCHIVED);

    private Stages() {}

    /** The stage that a status is told as. */
    static String of(VersionStatus status) {
        return ALL.contains(status.text()) ? status.text() : NONE;
    }

    /**
     * The stage of a word, whatever its case.
     *
     * @throws dev.tidemill.core.failure.ProblemException when it is none
     */
    static String named(String word) {
        return ALL.stream()
                .filter(stage -> stage.equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> MlflowErrors.invalid("Invalid Model Version stage: " + word
                        + ". Value must be one of " + String.join(", ", ALL) + "."));
    }

    /** The status that a version gets by going to a stage; empty when it is there. */
    static Optional<VersionStatus> statusFor(String stage, VersionStatus now) {
        return of(now).equals(stage) ? Optional.empty() : Optional.of(status(stage));
    }

    /** The status that stands for a stage. */
    static VersionStatus status(String stage) {
        return Objects.requireNonNull(STATUSES.get(stage));
    }

    /** Tells whether versions serve from a stage. */
    static boolean active(String stage) {
        return stage.equals("Staging") || stage.equals("Production");
    }
}
