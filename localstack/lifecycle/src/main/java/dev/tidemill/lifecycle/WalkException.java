package dev.tidemill.lifecycle;

/** A step did not do what it says, or the walk could not begin; the message is for a person. */
public final class WalkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WalkException(String message) {
        super(message);
    }

    public WalkException(String message, Throwable cause) {
        super(message, cause);
    }
}
