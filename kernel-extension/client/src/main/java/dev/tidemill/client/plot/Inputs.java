package dev.tidemill.client.plot;

import dev.tidemill.client.TidemillException;
import java.util.Collection;
import java.util.Map;

/** Refuses what cannot be drawn, naming the series and the place in it, which counts from 1. */
final class Inputs {
    private Inputs() {}

    static double finite(double value, String series, long position) {
        if (!Double.isFinite(value)) {
            throw TidemillException.invalidInput(
                    "Value " + position + " of '" + series + "' is " + value + ": a plot needs finite numbers.");
        }
        return value;
    }

    static void finite(double[] values, String series) {
        for (int i = 0; i < values.length; i++) {
            finite(values[i], series, i + 1L);
        }
    }

    static void some(Collection<?> given, String plot, String what) {
        if (given.isEmpty()) {
            throw TidemillException.invalidInput("The plot '" + plot + "' has no " + what + " to show.");
        }
    }

    static void some(Map<?, ?> given, String plot, String what) {
        some(given.keySet(), plot, what);
    }

    static TidemillException refused(String message) {
        return TidemillException.invalidInput(message);
    }
}
