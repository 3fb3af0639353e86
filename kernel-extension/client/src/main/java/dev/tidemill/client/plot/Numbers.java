package dev.tidemill.client.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers for eyes: round steps of an axis and short texts. */
final class Numbers {
    private static final MathContext DIGITS = new MathContext(7, RoundingMode.HALF_EVEN);
    private static final double TIMES = 1e11;

    private Numbers() {}

    /** To seven digits; milliseconds of times as they are. */
    static double rounded(double value) {
        return value == 0 || Math.abs(value) >= TIMES
                ? value
                : new BigDecimal(value).round(DIGITS).doubleValue();
    }

    /** The nearest of 1, 2 and 5 times a power of ten by which {@code low} to {@code high} has about that many steps. */
    static double step(double low, double high, int steps) {
        double raw = (high - low) / Math.max(1, steps);
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double share = raw / power;
        double nice = share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10;
        return nice * power;
    }

    /** Multiples of the step from {@code low} to {@code high}. */
    static List<Double> multiples(double low, double high, double step) {
        List<Double> all = new ArrayList<>();
        long last = (long) Math.floor(high / step + 1e-9);
        for (long i = (long) Math.ceil(low / step - 1e-9); i <= last; i++) {
            all.add(BigDecimal.valueOf(i).multiply(new BigDecimal(step, DIGITS)).doubleValue());
        }
        return all;
    }

    /** As the labels of an axis with that step, all of which have as many decimals. */
    static String text(double value, double step) {
        double largest = Math.max(Math.abs(value), Math.abs(step));
        if (largest >= 1e6 || Math.abs(step) < 1e-5) {
            return minus(plain(String.format(Locale.ROOT, "%.3g", value), value));
        }
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
        return minus(String.format(Locale.ROOT, "%,." + decimals + "f", value == 0 ? 0.0 : value));
    }

    /** About four digits: 0.7342, 12.35, 336,776, 1.2e-7. */
    static String text(double value) {
        double size = Math.abs(value);
        if (size >= 1e9 || (size < 1e-4 && size > 0)) {
            return minus(String.format(Locale.ROOT, "%.2e", value));
        }
        if (size >= 1000 || value == Math.rint(value)) {
            return minus(String.format(Locale.ROOT, "%,.0f", value == 0 ? 0.0 : value));
        }
        return minus(trimmed(String.format(Locale.ROOT, size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : "%.4f", value)));
    }

    static String text(long count) {
        return minus(String.format(Locale.ROOT, "%,d", count));
    }

    /** Three digits, without zeros at the end. */
    static String brief(double value) {
        double size = Math.abs(value);
        if (size >= 1000 || size < 1e-3) {
            return text(value);
        }
        return minus(trimmed(String.format(
                Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value)));
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    private static String plain(String text, double value) {
        double size = Math.abs(value);
        if (size >= 1e6) {
            double scale = size >= 1e9 ? 1e9 : 1e6;
            String unit = size >= 1e9 ? "G" : "M";
            if (size < 1e12) {
                return trimmed(String.format(Locale.ROOT, "%.3f", value / scale)) + unit;
            }
            return String.format(Locale.ROOT, "%.3e", value);
        }
        return value == 0 ? "0" : size < 1e-4 ? String.format(Locale.ROOT, "%.2e", value) : text;
    }

    private static String trimmed(String text) {
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    private static String minus(String text) {
        return text.startsWith("-") ? "−" + text.substring(1) : text;
    }
}
