package dev.tidemill.trackingapi.graphql;

import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a document of one query: fields, aliases, arguments that are variables; directives are passed over. Fragments,
 * mutations, subscriptions and several operations are refused.
 *
 * @see <a href="https://spec.graphql.org/October2021/">GraphQL, October 2021</a>
 */
final class Query {
    private static final int DEEPEST = 20;
    private static final int MOST_CHARACTERS = 20_000;
    private static final Pattern TOKEN = Pattern.compile(
            "(?<ignored>[\\s,\\uFEFF]+|#[^\\n]*+)|(?<token>[A-Za-z_]\\w*+|\\.\\.\\.|[-+]?\\d[\\d.eE+-]*+|\"[^\"\\n]*+\"|[!$&()=:@\\[\\]{}|])");

    private final List<String> tokens;
    private int at;

    private Query(List<String> tokens) {
        this.tokens = tokens;
    }

    /**
     * The fields that a query selects at its root.
     *
     * @throws dev.tidemill.core.failure.ProblemException {@code INVALID_PARAMETER_VALUE} when the text is no such query
     */
    static List<Field> read(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw MlflowErrors.invalid(
                    "The query has " + text.length() + " characters: expected at most " + MOST_CHARACTERS + ".");
        }
        Query query = new Query(tokens(text));
        if (query.is("query")) {
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
        List<Field.Argument> arguments = is("(") ? arguments() : List.of();
        while (is("@")) {
            at++;
            name();
            if (is("(")) {
                skipParentheses();
            }
        }
        return new Field(answer, name, arguments, is("{") ? fields(depth + 1) : List.of());
    }

    private List<Field.Argument> arguments() {
        List<Field.Argument> arguments = new ArrayList<>();
        expect("(");
        while (!is(")")) {
            String name = name();
            expect(":");
            expect("$");
            arguments.add(new Field.Argument(name, name()));
        }
        at++;
        return arguments;
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
