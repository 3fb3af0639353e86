package dev.tidemill.core.registry;

import dev.tidemill.core.access.Role;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a version stands, beside the aliases that may name it. A version begins as a draft, or as a candidate when its
 * gates passed or it was imported.
 */
public enum VersionStatus {
    DRAFT("Draft"),
    CANDIDATE("Candidate"),
    STAGING("Staging"),
    PRODUCTION("Production"),
    ARCHIVED("Archived"),
    REJECTED("Rejected");

    private static final Map<VersionStatus, Map<VersionStatus, Role>> TRANSITIONS = transitions();

    private final String text;

    VersionStatus(String text) {
        this.text = text;
    }

    /** The word by which it is stored and told, such as {@code Candidate}. */
    public String text() {
        return text;
    }

    /** Tells whether versions of this status serve, be it to try them. */
    public boolean serves() {
        return this == STAGING || this == PRODUCTION;
    }

    /**
     * The status of a word.
     *
     * @throws ProblemException {@code NO_SUCH_STATUS} when there is none of this word; case counts
     */
    public static VersionStatus of(String text) {
        return Arrays.stream(values())
                .filter(status -> status.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_STATUS",
                        "There is no status '" + text + "'.",
                        List.of(new Problem.Detail("status", text, words()))));
    }

    /**
     * The role that a change to another status needs.
     *
     * @return empty when there is no such change
     */
    public Optional<Role> needed(VersionStatus next) {
        return Optional.ofNullable(TRANSITIONS.getOrDefault(this, Map.of()).get(next));
    }

    /** What this status can be changed to, with the role that each change needs. */
    public Map<VersionStatus, Role> next() {
        return TRANSITIONS.getOrDefault(this, Map.of());
    }

    private static String words() {
        return Arrays.stream(values()).map(VersionStatus::text).collect(Collectors.joining(", "));
    }

    private static Map<VersionStatus, Map<VersionStatus, Role>> transitions() {
        Map<VersionStatus, Map<VersionStatus, Role>> table = new EnumMap<>(VersionStatus.class);
        table.put(DRAFT, Map.of(CANDIDATE, Role.CONTRIBUTE, ARCHIVED, Role.CONTRIBUTE, REJECTED, Role.APPROVE));
        table.put(
                CANDIDATE,
                Map.of(
                        DRAFT, Role.CONTRIBUTE,
                        STAGING, Role.CONTRIBUTE,
                        PRODUCTION, Role.APPROVE,
                        ARCHIVED, Role.CONTRIBUTE,
                        REJECTED, Role.APPROVE));
        table.put(
                STAGING,
                Map.of(
                        CANDIDATE, Role.CONTRIBUTE,
                        PRODUCTION, Role.APPROVE,
                        ARCHIVED, Role.CONTRIBUTE,
                        REJECTED, Role.APPROVE));
        table.put(PRODUCTION, Map.of(CANDIDATE, Role.APPROVE, STAGING, Role.APPROVE, ARCHIVED, Role.APPROVE));
        table.put(
                ARCHIVED,
                Map.of(
                        CANDIDATE, Role.CONTRIBUTE,
                        STAGING, Role.CONTRIBUTE,
                        PRODUCTION, Role.APPROVE,
                        REJECTED, Role.APPROVE));
        table.put(REJECTED, Map.of(DRAFT, Role.APPROVE, ARCHIVED, Role.CONTRIBUTE));
        return table;
    }
}
