package dev.tidemill.trackingapi.loggedmodel;

import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.core.loggedmodel.ModelMetric;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of a filter. A model without the field meets none, not even {@code !=}; of a metric any one point must
 * meet it.
 *
 * @param operator {@code =, !=, >, >=, <, <=, LIKE, ILIKE, IN} or {@code NOT IN}
 * @param values one, or those of a list; numbers as text
 */
record ModelComparison(ModelField field, String operator, List<String> values) {
    /**
     * Tells whether a model meets it.
     *
     * @param datasets of which a metric must have been measured on one; empty for any
     */
    boolean holds(LoggedModel model, List<ModelDataset> datasets) {
        if (field.kind() == ModelField.Kind.METRICS) {
            for (ModelMetric point : model.metrics()) {
                if (point.key().equals(field.key())
                        && (datasets.isEmpty() || datasets.stream().anyMatch(dataset -> dataset.holds(point)))
                        && holds(point.value())) {
                    return true;
                }
            }
            return false;
        }
        return holds(field.value(model));
    }

    private boolean holds(@Nullable Object actual) {
        return switch (actual) {
            case null -> false;
            case Number number -> holds(number.doubleValue());
            default -> holds(actual.toString());
        };
    }

    private boolean holds(double actual) {
        double value = Double.parseDouble(values.getFirst());
        return switch (operator) {
            case "=" -> actual == value;
            case "!=" -> actual != value;
            case ">" -> actual > value;
            case ">=" -> actual >= value;
            case "<" -> actual < value;
            case "<=" -> actual <= value;
            default -> throw new IllegalStateException("operator " + operator + " on a number");
        };
    }

    private boolean holds(String actual) {
        String value = values.getFirst();
        return switch (operator) {
            case "=" -> actual.equals(value);
            case "!=" -> !actual.equals(value);
            case "LIKE" -> like(actual, value);
            case "ILIKE" -> like(actual.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT));
            case "IN" -> values.contains(actual);
            case "NOT IN" -> !values.contains(actual);
            default -> throw new IllegalStateException("operator " + operator + " on text");
        };
    }

    /** Tells whether a text fits a pattern in which % stands for any text and _ for any one character. */
    private static boolean like(String text, String pattern) {
        int at = 0;
        int next = 0;
        int afterAny = -1;
        int restart = 0;
        while (at < text.length()) {
            if (next < pattern.length() && pattern.charAt(next) == '%') {
                afterAny = ++next;
                restart = at;
            } else if (next < pattern.length()
                    && (pattern.charAt(next) == '_' || pattern.charAt(next) == text.charAt(at))) {
                next++;
                at++;
            } else if (afterAny >= 0) {
                next = afterAny;
                at = ++restart;
            } else {
                return false;
            }
        }
        while (next < pattern.length() && pattern.charAt(next) == '%') {
            next++;
        }
        return next == pattern.length();
    }
}
