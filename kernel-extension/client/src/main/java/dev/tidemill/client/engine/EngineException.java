package dev.tidemill.client.engine;

/**
 * Why the local engine refused or failed what it was asked: one sentence for a person, with place, value and
 * expectation; for SQL, the line with its caret below it. {@link #code} is for programs.
 */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code kind of the failure, such as {@code INVALID_SQL}
     */
    public EngineException(String code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * @param code kind of the failure, such as {@code INVALID_SQL}
     */
    public EngineException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The kind of failure, such as {@code INVALID_SQL}, {@code NO_SUCH_COLUMN} or {@code INVALID_ENTITIES}. */
    public String code() {
        return code;
    }
}
