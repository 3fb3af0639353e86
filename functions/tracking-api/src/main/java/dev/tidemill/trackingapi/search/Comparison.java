package dev.tidemill.trackingapi.search;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One comparison of a filter. Patterns and numbers are read once. */
final class Comparison {
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
        DATASET,
        ATTRIBUTE
    }

    private final Field field;
    private final String operator;
    private final List<String> values;
    private final @Nullable Pattern pattern;
    private final double number;

    /**
     * @param operator {@code =, !=, >, >=, <, <=, LIKE, ILIKE, IN, NOT IN, IS NULL} or {@code IS NOT NULL}
     * @param values one, those of a list, or none; numbers as text
     * @param numeric whether the value is a number
     */
    Comparison(Field field, String operator, List<String> values, boolean numeric) {
        this.field = field;
        this.operator = operator;
        this.values = List.copyOf(values);
        this.pattern = switch (operator) {
            case "LIKE" -> like(values.getFirst(), 0);
            case "ILIKE" -> like(values.getFirst(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
            default -> null;
        };
        this.number = numeric ? Double.parseDouble(values.getFirst()) : 0;
    }

    Field field() {
        return field;
    }

    String operator() {
        return operator;
    }

    List<String> values() {
        return values;
    }

    /** Tells whether a thing's value meets it; one that is not there meets only {@code IS NULL}. */
    boolean holds(@Nullable Object actual) {
        return switch (actual) {
            case null -> operator.equals("IS NULL");
            case Number other -> operator.equals("IS NOT NULL") || holds(other.doubleValue());
            case Collection<?> several -> several.stream().anyMatch(this::holds);
            default -> holds(actual.toString());
        };
    }

    private boolean holds(String actual) {
        return switch (operator) {
            case "=" -> actual.equals(values.getFirst());
            case "!=" -> !actual.equals(values.getFirst());
            case "IN" -> values.contains(actual);
            case "NOT IN" -> !values.contains(actual);
            case "IS NULL" -> false;
            case "IS NOT NULL" -> true;
            default -> pattern != null && pattern.matcher(actual).matches();
        };
    }

    private boolean holds(double actual) {
        return switch (operator) {
            case "=" -> actual == number;
            case "!=" -> actual != number;
            case ">" -> actual > number;
            case ">=" -> actual >= number;
            case "<" -> actual < number;
            case "<=" -> actual <= number;
            default -> false;
        };
    }

    private static Pattern like(String text, int flags) {
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
        return Pattern.compile(pattern.toString(), flags | Pattern.DOTALL);
    }
}
