package dev.tidemill.core.lifecycle;

import java.util.Locale;

/** What an execution does; each kind runs on one state machine. */
public enum ExecutionKind {
    INGESTION("ingestion"),
    MATERIALIZATION("ingestion"),
    TRAINING("training"),
    DEPLOYMENT("deployment"),
    SCORING("batch-scoring"),
    MONITORING("monitoring");

    private final String machine;

    ExecutionKind(String machine) {
        this.machine = machine;
    }

    /** The short name of the state machine that runs it, such as {@code batch-scoring}. */
    public String machine() {
        return machine;
    }

    /** The lower-case word of the API, such as {@code training}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException when no kind has this word
     */
    public static ExecutionKind of(String word) {
        for (ExecutionKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind '" + word
                + "': expected ingestion, materialization, training, deployment, scoring or monitoring");
    }
}
