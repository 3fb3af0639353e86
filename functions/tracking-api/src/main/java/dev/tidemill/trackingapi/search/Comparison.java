package dev.tidemill.trackingapi.search;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One comparison of a filter.
 *
 * @param operator {@code =, !=, >, >=, <, <=, LIKE, ILIKE, IN} or {@code NOT IN}
 * @param values one, or those of a list; numbers as text
 */
record Comparison(Field field, String operator, List<String> values) {
    /**
     * What a field names.
     *
     * @param kind which map it lies in
     */
    record Field(Kind kind, String key) {}

    /** Where a field lies. */
    enum Kind {
        METRIC,
        PARAM,
        TAG,
        ATTRIBUTE
    }

    boolean holds(String actual) {
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

    boolean holds(double actual) {
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

    private static Pattern like(String text) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            pattern.append(
                    switch (c) {
                        case '%' -> ".*";
                        case '_' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }
}
