package dev.tidemill.trackingapi.search;

import dev.tidemill.trackingapi.search.Comparison.Field;
import dev.tidemill.trackingapi.search.Comparison.Kind;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** MLflow's orders: by fields, ascending unless DESC, always values, then NaN, then nothing. */
public final class Order {
    private static final Pattern CLAUSE = Pattern.compile(
            "\\s*(?:(?<prefix>[A-Za-z]+)\\.)?(?:`(?<back>[^`]+)`|\"(?<quoted>[^\"]+)\"|(?<bare>\\S+))"
                    + "(?:\\s+(?<direction>ASC|DESC))?\\s*",
            Pattern.CASE_INSENSITIVE);

    private Order() {}

    /**
     * Reads orders.
     *
     * @param clauses such as {@code metrics.`a b` DESC}; the first counts most
     * @param last what decides where they all leave two things equal
     * @throws dev.tidemill.core.failure.ProblemException when one does not follow the grammar or a field comes twice
     */
    public static <T> Comparator<T> parse(List<String> clauses, Fields<T> fields, Comparator<T> last) {
        Comparator<T> order = null;
        for (Clause clause : clauses(clauses, fields)) {
            Field field = clause.field();
            Comparator<T> next = (a, b) -> compare(fields.value(a, field), fields.value(b, field), clause.descending());
            order = order == null ? next : order.thenComparing(next);
        }
        return order == null ? last : order.thenComparing(last);
    }

    /** One order. */
    record Clause(Field field, boolean descending) {}

    static List<Clause> clauses(List<String> texts, Fields<?> fields) {
        List<Clause> clauses = new ArrayList<>();
        Set<Field> seen = new HashSet<>();
        for (String text : texts) {
            Matcher matcher = CLAUSE.matcher(text);
            if (!matcher.matches()) {
                throw MlflowErrors.invalid("Invalid order_by clause '" + text + "'. Could not be parsed.");
            }
            Field field = field(matcher);
            if (field.kind() == Kind.ATTRIBUTE && !fields.knows(field)) {
                throw MlflowErrors.invalid("Invalid order by key '" + field.key() + "' specified. Valid keys are '"
                        + fields.attributes() + "'");
            }
            FieldNames.known(field, fields);
            if (field.kind() == Kind.DATASET) {
                throw MlflowErrors.invalid("Invalid order_by entity type 'dataset' in '" + text + "'");
            }
            if (!seen.add(field)) {
                throw MlflowErrors.invalid("`order_by` contains duplicate fields: " + texts);
            }
            clauses.add(new Clause(field, "DESC".equals(upper(matcher.group("direction")))));
        }
        return clauses;
    }

    private static Field field(Matcher matcher) {
        String prefix = matcher.group("prefix");
        String bare = matcher.group("bare");
        String quoted = matcher.group("back") == null ? matcher.group("quoted") : matcher.group("back");
        String key = quoted == null ? bare : quoted;
        return prefix == null ? FieldNames.attribute(key) : FieldNames.of(prefix, key);
    }

    private static String upper(@Nullable String text) {
        return text == null ? "" : text.toUpperCase(Locale.ROOT);
    }

    static int compare(@Nullable Object a, @Nullable Object b, boolean descending) {
        int rankA = rank(a);
        int rankB = rank(b);
        if (rankA != rankB || a == null || b == null || rankA > 0) {
            return Integer.compare(rankA, rankB);
        }
        int order = a instanceof Number x && b instanceof Number y
                ? compare(x, y)
                : a.toString().compareTo(b.toString());
        return descending ? -order : order;
    }

    private static int compare(Number a, Number b) {
        return a instanceof Long x && b instanceof Long y
                ? Long.compare(x, y)
                : Double.compare(a.doubleValue(), b.doubleValue());
    }

    private static int rank(@Nullable Object value) {
        if (value == null) {
            return 2;
        }
        return value instanceof Double number && number.isNaN() ? 1 : 0;
    }
}
