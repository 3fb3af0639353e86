package dev.tidemill.core.registry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What an alias demands of the versions that it names. An alias with a rule is guarded: it moves as versions go into
 * production, by an approver who is not the version's author.
 */
public enum AliasRule {
    /** A training of ours made the version. */
    TRAINED("yes"),

    /** A training of ours made the version, or its record is complete. */
    RECORDED("recorded");

    private final String stored;

    /**
     * @param stored as fields have it: the first rule was stored before there were others
     */
    AliasRule(String stored) {
        this.stored = stored;
    }

    /** The word by which it is told, such as {@code trained}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The rule of a word; empty when there is none. */
    public static Optional<AliasRule> of(String word) {
        return Arrays.stream(values()).filter(rule -> rule.word().equals(word)).findFirst();
    }

    String stored() {
        return stored;
    }

    static AliasRule ofStored(String text) {
        return text.equals(RECORDED.stored) ? RECORDED : TRAINED;
    }
}
