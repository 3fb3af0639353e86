package dev.tidemill.kernel.magic;

/** A magic that cannot be called as it is typed; the message is one sentence for its user. */
public final class MagicError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MagicError(String sentence) {
        super(sentence, null, false, false);
    }
}
