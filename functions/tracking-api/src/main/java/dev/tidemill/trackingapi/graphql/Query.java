package dev.tidemill.trackingapi.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a document of one query: fields, aliases, arguments; directives are passed over. A mutation is read as the query
 * that it is here: MLflow's schema has its searches among them. Fragments, subscriptions and several operations are
 * refused.
 *
 * @see <a href="https://spec.graphql.org/October2021/">GraphQL, October 2021</a>
 */
final class Query {
    private static final int DEEPEST = 20;
    private static final int MOST_CHARACTERS = 20_000;
    private static final Pattern TOKEN = Pattern.compile(
            "(?<ignored>[\\s,\\uFEFF]+|#[^\\n]*+)|(?<token>[A-Za-z_]\\w*+|\\.\\.\\.|[-+]?\\d[\\d.eE+-]*+|\"(?:[^\"\\\\\\n]|\\\\.)*+\"|[!$&()=:@\\[\\]{}|])");

    private static final Pattern LITERAL = Pattern.compile("\".*\"|[-+]?\\d.*|true|false|null", Pattern.DOTALL);

    private final List<String> tokens;
    private final JsonNode variables;
    private int at;

    private Query(List<String> tokens, JsonNode variables) {
        this.tokens = tokens;
        this.variables = variables;
    }

    /**
     * The fields that a query selects at its root.
     *
     * @param variables by name
     * @throws dev.tidemill.core.failure.ProblemException {@code INVALID_PARAMETER_VALUE} when the text is no such query
     */
    static List<Field> read(String text, JsonNode variables) {
        if (text.length() > MOST_CHARACTERS) {
            throw MlflowErrors.invalid(
                    "The query has " + text.length() + " characters: expected at most " + MOST_CHARACTERS + ".");
        }
        Query query = new Query(tokens(text), variables);
        if (query.is("query") || query.is("mutation")) {
            query.at++;
            while (!query.is("{")) {
                if (query.is("(")) {
                    query.skipParentheses();
                } else {
                    query.next();
                }
            }
        }
        List<Field> fields = query.fields(1);
        if (query.at < query.tokens.size()) {
            throw query.unexpected("the end");
        }
        return fields;
    }

    /** A name as the REST API writes it. */
    static String inRest(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int from = 0;
        while (from < text.length()) {
            matcher.region(from, text.length());
            if (!matcher.lookingAt()) {
                throw MlflowErrors.invalid("The query cannot be read at character " + (from + 1) + ".");
            }
            String token = matcher.group("token");
            if (token != null) {
                tokens.add(token);
            }
            from = matcher.end();
        }
        return tokens;
    }

    private List<Field> fields(int depth) {
        if (depth > DEEPEST) {
            throw MlflowErrors.invalid("The query is nested more than " + DEEPEST + " deep.");
        }
        expect("{");
        List<Field> fields = new ArrayList<>();
        while (!is("}")) {
            fields.add(field(depth));
        }
        at++;
        if (fields.isEmpty()) {
            throw MlflowErrors.invalid("The query selects nothing: expected a field between { and }.");
        }
        return fields;
    }

    private Field field(int depth) {
        String answer = name();
        String name = answer;
        if (is(":")) {
            at++;
            name = name();
        }
        Map<String, JsonNode> arguments = is("(") ? arguments() : Map.of();
        while (is("@")) {
            at++;
            name();
            if (is("(")) {
                skipParentheses();
            }
        }
        return new Field(answer, name, arguments, is("{") ? fields(depth + 1) : List.of());
    }

    private Map<String, JsonNode> arguments() {
        Map<String, JsonNode> arguments = new HashMap<>();
        expect("(");
        while (!is(")")) {
            String name = name();
            expect(":");
            arguments.put(name, value(1));
        }
        at++;
        return arguments;
    }

    /** A variable's value, a list, an object, a text, a number, or a word: true, false, null or one of a choice. */
    private JsonNode value(int depth) {
        if (depth > DEEPEST) {
            throw MlflowErrors.invalid("An argument is nested more than " + DEEPEST + " deep.");
        }
        if (is("$")) {
            at++;
            return variables.path(name());
        }
        if (is("[")) {
            at++;
            ArrayNode list = Json.object().putArray("list");
            while (!is("]")) {
                list.add(value(depth + 1));
            }
            at++;
            return list;
        }
        if (is("{")) {
            at++;
            ObjectNode object = Json.object();
            while (!is("}")) {
                String name = name();
                expect(":");
                object.set(name, value(depth + 1));
            }
            at++;
            return object;
        }
        String token = next();
        if (LITERAL.matcher(token).matches()) {
            return Json.parse(token);
        }
        if (Character.isJavaIdentifierStart(token.charAt(0))) {
            return Json.object().textNode(token);
        }
        at--;
        throw unexpected("a value");
    }

    private void skipParentheses() {
        int open = 0;
        do {
            String token = next();
            open += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
        } while (open > 0);
    }

    private boolean is(String token) {
        return at < tokens.size() && tokens.get(at).equals(token);
    }

    private String next() {
        if (at == tokens.size()) {
            throw unexpected("more");
        }
        return tokens.get(at++);
    }

    private String name() {
        if (at == tokens.size()
                || !Character.isJavaIdentifierStart(tokens.get(at).charAt(0))
                || is("$")) {
            throw unexpected("a name");
        }
        return tokens.get(at++);
    }

    private void expect(String token) {
        if (!is(token)) {
            throw unexpected(token);
        }
        at++;
    }

    private RuntimeException unexpected(String expected) {
        String found = at < tokens.size() ? "'" + tokens.get(at) + "'" : "the end";
        return MlflowErrors.invalid("The query has " + found + " where " + expected + " was expected.");
    }
}
