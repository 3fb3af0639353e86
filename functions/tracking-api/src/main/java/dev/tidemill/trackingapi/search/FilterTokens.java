package dev.tidemill.trackingapi.search;

import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.ArrayList;
import java.util.List;

/** A filter cut into names, quoted texts, numbers, operators and signs. */
final class FilterTokens {
    private static final String OPERATORS = "=!<>";

    /** What a token is. */
    enum TokenType {
        WORD,
        QUOTED,
        OPERATOR,
        SIGN
    }

    /**
     * @param text without its quotes
     * @param quote the quote it stood in; 0 when in none
     */
    record Token(TokenType type, String text, char quote) {}

    private final String filter;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private FilterTokens(String filter) {
        this.filter = filter;
    }

    static List<Token> of(String filter) {
        FilterTokens tokens = new FilterTokens(filter);
        tokens.scan();
        return tokens.tokens;
    }

    private void scan() {
        while (at < filter.length()) {
            char c = filter.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '\'' || c == '"' || c == '`') {
                quoted(c);
            } else if (OPERATORS.indexOf(c) >= 0) {
                int start = at;
                while (at < filter.length() && OPERATORS.indexOf(filter.charAt(at)) >= 0) {
                    at++;
                }
                tokens.add(new Token(TokenType.OPERATOR, filter.substring(start, at), (char) 0));
            } else if (c == '(' || c == ')' || c == ',' || (c == '.' && !isInNumber())) {
                tokens.add(new Token(TokenType.SIGN, String.valueOf(c), (char) 0));
                at++;
            } else {
                word();
            }
        }
    }

    private boolean isInNumber() {
        return at + 1 < filter.length()
                && Character.isDigit(filter.charAt(at + 1))
                && (tokens.isEmpty() || tokens.getLast().type() == TokenType.OPERATOR);
    }

    private void quoted(char quote) {
        int end = filter.indexOf(quote, at + 1);
        // As in SQL, a doubled single quote stands within a text; it stays doubled, as in MLflow.
        while (quote == '\'' && end >= 0 && end + 1 < filter.length() && filter.charAt(end + 1) == quote) {
            end = filter.indexOf(quote, end + 2);
        }
        if (end < 0) {
            throw MlflowErrors.invalid("Invalid filter '" + filter + "': quote " + quote + " is not closed.");
        }
        tokens.add(new Token(TokenType.QUOTED, filter.substring(at + 1, end), quote));
        at = end + 1;
    }

    private void word() {
        int start = at;
        boolean number = isNumberStart(filter.charAt(at));
        while (at < filter.length() && isWord(filter.charAt(at), number)) {
            at++;
        }
        if (at == start) {
            throw MlflowErrors.invalid("Invalid filter '" + filter + "': unexpected '" + filter.charAt(at) + "'.");
        }
        tokens.add(new Token(TokenType.WORD, filter.substring(start, at), (char) 0));
    }

    private boolean isNumberStart(char c) {
        return (Character.isDigit(c) || c == '-' || c == '+' || c == '.')
                && !tokens.isEmpty()
                && tokens.getLast().type() == TokenType.OPERATOR;
    }

    private static boolean isWord(char c, boolean number) {
        return Character.isLetterOrDigit(c)
                || c == '_'
                || c == '-'
                || c == '/'
                || c == ':'
                || (number && (c == '.' || c == '+'));
    }
}
