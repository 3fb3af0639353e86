package dev.tidemill.kernel.cell;

/** Colours of error texts. Only such as are readable on light and dark. */
final class Ansi {
    private static final String RESET = "\u001b[0m";

    private Ansi() {}

    static String red(String text) {
        return "\u001b[1;31m" + text + RESET;
    }

    static String bold(String text) {
        return "\u001b[1m" + text + RESET;
    }

    static String cyan(String text) {
        return "\u001b[36m" + text + RESET;
    }
}
