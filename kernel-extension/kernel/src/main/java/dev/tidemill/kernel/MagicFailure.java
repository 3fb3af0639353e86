package dev.tidemill.kernel;

/** Ends a cell with one sentence for the user, and no frames of the kernel. */
final class MagicFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MagicFailure(String sentence) {
        super(sentence, null, false, false);
    }
}
