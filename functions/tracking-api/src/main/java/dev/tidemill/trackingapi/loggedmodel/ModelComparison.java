package dev.tidemill.trackingapi.loggedmodel;

import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.core.loggedmodel.ModelMetric;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
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
            case "LIKE" -> like(value).matcher(actual).matches();
            case "ILIKE" ->
                like(value.toLowerCase(Locale.ROOT))
                        .matcher(actual.toLowerCase(Locale.ROOT))
                        .matches();
            case "IN" -> values.contains(actual);
            case "NOT IN" -> !values.contains(actual);
            default -> throw new IllegalStateException("operator " + operator + " on text");
        };
    }

    private static Pattern like(String text) {
        StringBuilder pattern = new StringBuilder();
        text.chars()
                .forEach(c -> pattern.append(
                        switch (c) {
                            case '%' -> ".*";
                            case '_' -> ".";
                            default -> Pattern.quote(String.valueOf((char) c));
                        }));
        return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }
}
