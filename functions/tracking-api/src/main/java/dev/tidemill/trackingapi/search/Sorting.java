package dev.tidemill.trackingapi.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.trackingapi.search.Comparison.Field;
import dev.tidemill.trackingapi.search.Comparison.Kind;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An order in which a search's pages follow one another. A page's token holds the values of its last thing in this
 * order, so that what is added meanwhile neither repeats nor hides what the next page would have held.
 */
public final class Sorting<T> {
    private final List<Order.Clause> clauses;
    private final Fields<T> fields;
    private final boolean usesData;

    private Sorting(List<Order.Clause> clauses, Fields<T> fields) {
        this.clauses = List.copyOf(clauses);
        this.fields = fields;
        this.usesData = clauses.stream().anyMatch(clause -> clause.field().kind() != Kind.ATTRIBUTE);
    }

    /**
     * Reads orders.
     *
     * @param asked by the caller; the first counts most
     * @param usual what decides where they leave two things equal; together they tell any two apart
     * @throws ProblemException when one does not follow the grammar or a field comes twice
     */
    public static <T> Sorting<T> parse(List<String> asked, List<String> usual, Fields<T> fields) {
        List<Order.Clause> clauses = new ArrayList<>(Order.clauses(asked, fields));
        for (Order.Clause clause : Order.clauses(usual, fields)) {
            if (clauses.stream().noneMatch(earlier -> earlier.field().equals(clause.field()))) {
                clauses.add(clause);
            }
        }
        return new Sorting<>(clauses, fields);
    }

    /** Whether it looks at more than attributes. */
    public boolean usesData() {
        return usesData;
    }

    /** The keys of the metrics, params and tags that it looks at. */
    public Set<String> keys() {
        return clauses.stream()
                .map(Order.Clause::field)
                .filter(field -> field.kind() != Kind.ATTRIBUTE)
                .map(Field::key)
                .collect(Collectors.toSet());
    }

    /** Whether an attribute in a direction counts most. */
    public boolean startsWith(String attribute, boolean descending) {
        Order.Clause first = clauses.getFirst();
        return first.descending() == descending && first.field().equals(FieldNames.attribute(attribute));
    }

    /** The order itself. */
    public Comparator<T> comparator() {
        return (a, b) -> {
            for (Order.Clause clause : clauses) {
                Field field = clause.field();
                int order = Order.compare(fields.value(a, field), fields.value(b, field), clause.descending());
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    /** The token of the page after a thing. */
    public String token(T last) {
        ObjectNode json = Json.object();
        ArrayNode after = json.putArray("after");
        for (Order.Clause clause : clauses) {
            switch (fields.value(last, clause.field())) {
                case null -> after.addNull();
                case Long number -> after.add("l" + number);
                case Number number -> after.add("d" + number.doubleValue());
                case Object text -> after.add("t" + text);
            }
        }
        return Base64.getEncoder().encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Tells what comes after a token's place; everything does when the token is empty.
     *
     * @throws ProblemException when the token is none of this order
     */
    public Predicate<T> after(String token) {
        if (token.isEmpty()) {
            return thing -> true;
        }
        List<@Nullable Object> place = place(token);
        return thing -> {
            for (int i = 0; i < place.size(); i++) {
                Order.Clause clause = clauses.get(i);
                int order = Order.compare(fields.value(thing, clause.field()), place.get(i), clause.descending());
                if (order != 0) {
                    return order > 0;
                }
            }
            return false;
        };
    }

    private List<@Nullable Object> place(String token) {
        try {
            JsonNode after = Json.parse(new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8))
                    .path("after");
            if (after.isArray() && after.size() == clauses.size()) {
                List<@Nullable Object> place = new ArrayList<>();
                after.forEach(value -> place.add(value(value)));
                return place;
            }
        } catch (IllegalArgumentException | ProblemException e) {
            throw MlflowErrors.invalid("Invalid page token, could not base64-decode: " + token);
        }
        throw MlflowErrors.invalid("Invalid page token: " + token);
    }

    private static @Nullable Object value(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        String text = value.asText();
        return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case 'l' -> Long.valueOf(text.substring(1));
            case 'd' -> Double.valueOf(text.substring(1));
            case 't' -> text.substring(1);
            default -> throw new IllegalArgumentException("value " + text);
        };
    }
}
