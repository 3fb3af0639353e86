package dev.tidemill.trackingapi.search;

import dev.tidemill.trackingapi.search.Comparison.Field;
import dev.tidemill.trackingapi.search.FilterTokens.Token;
import dev.tidemill.trackingapi.search.FilterTokens.TokenType;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** MLflow's filter: comparisons joined by AND. A thing without the field matches no comparison, not even {@code !=}. */
public final class Filter<T> {
    private static final Set<String> ON_NUMBERS = Set.of("=", "!=", ">", ">=", "<", "<=");
    private static final Set<String> ON_TEXTS = Set.of("=", "!=", "LIKE", "ILIKE");
    private static final Set<String> ON_LISTS = Set.of("IN", "NOT IN");

    private final String text;
    private final Fields<T> fields;
    private final List<Token> tokens;
    private final List<Comparison> comparisons = new ArrayList<>();
    private int at;

    private Filter(String text, Fields<T> fields) {
        this.text = text;
        this.fields = fields;
        this.tokens = FilterTokens.of(text);
    }

    /**
     * Reads a filter.
     *
     * @param text empty for no filter
     * @throws dev.tidemill.core.failure.ProblemException when it does not follow the grammar
     */
    public static <T> Filter<T> parse(String text, Fields<T> fields) {
        Filter<T> filter = new Filter<>(text, fields);
        filter.parse();
        return filter;
    }

    /** Tells whether a thing meets every comparison. */
    public boolean matches(T thing) {
        for (Comparison comparison : comparisons) {
            if (!holds(comparison, fields.value(thing, comparison.field()))) {
                return false;
            }
        }
        return true;
    }

    /** The texts that an attribute is compared with by {@code =} or {@code IN}; null when the filter leaves it open. */
    public @Nullable List<String> only(String attribute) {
        for (Comparison comparison : comparisons) {
            if (comparison.field().equals(FieldNames.attribute(attribute))
                    && (comparison.operator().equals("=")
                            || comparison.operator().equals("IN"))) {
                return comparison.values();
            }
        }
        return null;
    }

    private static boolean holds(Comparison comparison, @Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Number number -> comparison.holds(number.doubleValue());
            default -> comparison.holds(value.toString());
        };
    }

    private void parse() {
        while (at < tokens.size()) {
            if (!comparisons.isEmpty()) {
                String joint = next().text();
                if (!joint.equalsIgnoreCase("AND")) {
                    throw invalid("expected AND, found '" + joint + "'");
                }
            }
            comparisons.add(comparison());
        }
    }

    private Comparison comparison() {
        Field field = FieldNames.known(field(), fields);
        String operator = operator();
        if (ON_LISTS.contains(operator)) {
            if (!fields.takesLists(field)) {
                throw invalid("'" + field.key() + "' cannot be compared by " + operator);
            }
            return new Comparison(field, operator, list());
        }
        boolean number = fields.isNumber(field);
        if (!(number ? ON_NUMBERS : ON_TEXTS).contains(operator)) {
            throw invalid("'" + field.key() + "' cannot be compared by '" + operator + "'");
        }
        return new Comparison(field, operator, List.of(number ? number() : quoted()));
    }

    private Field field() {
        Token first = next();
        if (first.type() == TokenType.QUOTED) {
            return FieldNames.attribute(first.text());
        }
        if (first.type() != TokenType.WORD) {
            throw invalid("expected a field, found '" + first.text() + "'");
        }
        if (at >= tokens.size()
                || !tokens.get(at).text().equals(".")
                || tokens.get(at).type() != TokenType.SIGN) {
            return FieldNames.attribute(first.text());
        }
        next();
        Token key = next();
        if (key.type() != TokenType.WORD && key.type() != TokenType.QUOTED) {
            throw invalid("expected a key after '" + first.text() + ".', found '" + key.text() + "'");
        }
        StringBuilder name = new StringBuilder(key.text());
        // Keys may hold dots without being quoted.
        while (key.type() == TokenType.WORD
                && at + 1 < tokens.size()
                && tokens.get(at).text().equals(".")
                && tokens.get(at).type() == TokenType.SIGN) {
            next();
            name.append('.').append(next().text());
        }
        return FieldNames.of(first.text(), name.toString());
    }

    private String operator() {
        Token token = next();
        String operator = token.text().toUpperCase(Locale.ROOT);
        if (operator.equals("NOT")
                && at < tokens.size()
                && tokens.get(at).text().equalsIgnoreCase("IN")) {
            next();
            return "NOT IN";
        }
        if (!ON_NUMBERS.contains(operator) && !ON_TEXTS.contains(operator) && !ON_LISTS.contains(operator)) {
            throw invalid("expected a comparison, found '" + token.text() + "'");
        }
        return operator;
    }

    private List<String> list() {
        sign("(");
        List<String> values = new ArrayList<>();
        values.add(quoted());
        while (at < tokens.size() && tokens.get(at).text().equals(",")) {
            next();
            if (at < tokens.size() && tokens.get(at).text().equals(")")) {
                break;
            }
            values.add(quoted());
        }
        sign(")");
        return values;
    }

    private void sign(String sign) {
        Token token = next();
        if (token.type() != TokenType.SIGN || !token.text().equals(sign)) {
            throw invalid("expected '" + sign + "', found '" + token.text() + "'");
        }
    }

    private String quoted() {
        Token token = next();
        if (token.type() != TokenType.QUOTED || token.quote() == '`') {
            throw invalid("expected a quoted string value, found '" + token.text() + "'");
        }
        return token.text();
    }

    private String number() {
        Token token = next();
        try {
            Double.parseDouble(token.text());
        } catch (NumberFormatException e) {
            throw invalid("expected a numeric value, found '" + token.text() + "'");
        }
        return token.text();
    }

    private Token next() {
        if (at >= tokens.size()) {
            throw invalid("it ends too early");
        }
        return tokens.get(at++);
    }

    private RuntimeException invalid(String why) {
        return MlflowErrors.invalid("Invalid clause(s) in filter string '" + text + "': " + why + ".");
    }
}
