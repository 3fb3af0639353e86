package dev.tidemill.trackingapi.search;

import dev.tidemill.trackingapi.search.Comparison.Field;
import dev.tidemill.trackingapi.search.Comparison.Kind;
import dev.tidemill.trackingapi.search.FilterTokens.Token;
import dev.tidemill.trackingapi.search.FilterTokens.TokenType;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** MLflow's filter: comparisons joined by AND. A thing without the field matches no comparison, not even {@code !=}. */
public final class Filter<T> {
    private static final Set<String> ON_NUMBERS = Set.of("=", "!=", ">", ">=", "<", "<=");
    private static final Set<String> ON_TEXTS = Set.of("=", "!=", "LIKE", "ILIKE");
    private static final Set<String> ON_LISTS = Set.of("IN", "NOT IN");
    private static final Set<String> KEYWORDS = Set.of("TRUE", "FALSE", "NULL");
    private static final Set<String> ON_ABSENCE = Set.of("IS NULL", "IS NOT NULL");

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

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
            if (!comparison.holds(fields.value(thing, comparison.field()))) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether a thing meets every comparison of an attribute. */
    public boolean attributesMatch(T thing) {
        for (Comparison comparison : comparisons) {
            if (comparison.field().kind() == Kind.ATTRIBUTE
                    && !comparison.holds(fields.value(thing, comparison.field()))) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether it compares more than attributes. */
    public boolean usesData() {
        return comparisons.stream().anyMatch(comparison -> comparison.field().kind() != Kind.ATTRIBUTE);
    }

    /** The keys of the metrics, params and tags that it compares; null when it compares datasets too. */
    public @Nullable Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        for (Comparison comparison : comparisons) {
            switch (comparison.field().kind()) {
                case DATASET -> {
                    return null;
                }
                case METRIC, PARAM, TAG -> keys.add(comparison.field().key());
                case ATTRIBUTE -> {}
            }
        }
        return keys;
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
        Field named = field();
        String operator = operator();
        refuseKeyword();
        Field field = FieldNames.known(named, fields);
        boolean number = fields.isNumber(field);
        if (ON_ABSENCE.contains(operator)) {
            if (field.kind() != Kind.TAG && field.kind() != Kind.PARAM) {
                throw MlflowErrors.invalid(
                        "IS NULL / IS NOT NULL is only supported for tags and params, not for '" + field.key() + "'");
            }
            return new Comparison(field, operator, List.of(), false);
        }
        if (ON_LISTS.contains(operator) && !number && field.kind() != Kind.TAG && field.kind() != Kind.PARAM) {
            if (!fields.takesLists(field)) {
                throw MlflowErrors.invalid("Only " + fields.listed()
                        + " attributes support comparison with a list of quoted string values.");
            }
            return new Comparison(field, operator, list(), false);
        }
        Set<String> valid = number ? ON_NUMBERS : ON_TEXTS;
        if (!valid.contains(operator)) {
            throw MlflowErrors.invalid("Invalid comparator '" + operator + "' not one of '" + new TreeSet<>(valid)
                    + "' for '" + field.key() + "' in filter string '" + text + "'");
        }
        return new Comparison(field, operator, List.of(number ? number(field) : quoted(field)), number);
    }

    /** Words that SQL knows are no values, whatever they are compared with. */
    private void refuseKeyword() {
        if (at < tokens.size()
                && tokens.get(at).type() == TokenType.WORD
                && KEYWORDS.contains(tokens.get(at).text().toUpperCase(Locale.ROOT))) {
            throw invalid("expected a number or a quoted text, found '"
                    + tokens.get(at).text() + "'");
        }
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
        if (operator.equals("IS")) {
            boolean not = at < tokens.size() && tokens.get(at).text().equalsIgnoreCase("NOT");
            at += not ? 1 : 0;
            if (next().text().equalsIgnoreCase("NULL")) {
                return not ? "IS NOT NULL" : "IS NULL";
            }
            throw invalid("expected IS NULL or IS NOT NULL");
        }
        if (!ON_NUMBERS.contains(operator) && !ON_TEXTS.contains(operator) && !ON_LISTS.contains(operator)) {
            throw invalid("expected a comparison, found '" + token.text() + "'");
        }
        return operator;
    }

    private List<String> list() {
        sign("(");
        List<String> values = new ArrayList<>();
        while (true) {
            Token token = next();
            if (token.type() == TokenType.SIGN && token.text().equals(")") && !values.isEmpty()) {
                return values;
            }
            if (token.type() != TokenType.QUOTED || token.quote() == '`') {
                throw MlflowErrors.invalid("While parsing a list in the query, expected a non-empty list of string"
                        + " values, but got ill-formed list: found '" + token.text() + "' in '" + text + "'");
            }
            values.add(token.text());
            if (at < tokens.size() && tokens.get(at).text().equals(",")) {
                next();
            } else {
                sign(")");
                return values;
            }
        }
    }

    private void sign(String sign) {
        Token token = next();
        if (token.type() != TokenType.SIGN || !token.text().equals(sign)) {
            throw invalid("expected '" + sign + "', found '" + token.text() + "'");
        }
    }

    private String quoted(Field field) {
        Token token = next();
        if (token.type() == TokenType.QUOTED && token.quote() != '`') {
            return token.text();
        }
        if (token.quote() == '`' || (token.type() == TokenType.WORD && !isNumber(token.text()))) {
            throw MlflowErrors.invalid("Parameter value is either not quoted or unidentified quote types used for"
                    + " string value " + token.text() + ". Use either single or double quotes.");
        }
        String what = field.kind() == Kind.ATTRIBUTE
                ? "attributes"
                : field.kind().name().toLowerCase(Locale.ROOT) + " (e.g. 'my-value')";
        throw MlflowErrors.invalid("Expected a quoted string value for " + what + ". Got value " + token.text());
    }

    private String number(Field field) {
        Token token = next();
        if (token.type() == TokenType.QUOTED || !isNumber(token.text())) {
            throw MlflowErrors.invalid("Expected numeric value type for "
                    + (field.kind() == Kind.METRIC ? "metric" : "numeric attribute: " + field.key()) + ". Found "
                    + token.text());
        }
        return token.text();
    }

    private static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
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
