package dev.tidemill.trackingapi.loggedmodel;

import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MLflow's filter of logged models: comparisons joined by AND. Its grammar is another than that of runs: prefixes are
 * plural, every text may be compared with a list, and metrics may be narrowed to datasets.
 */
final class ModelFilter {
    private static final List<String> ON_NUMBERS = List.of("<", "<=", ">", ">=", "=", "!=");
    private static final List<String> ON_TEXTS = List.of("=", "!=", "LIKE", "ILIKE", "IN", "NOT IN");
    private static final Set<String> ON_LISTS = Set.of("IN", "NOT IN");
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(?<sign>[(),])|(?<operator>[=!<>]+)"
            + "|(?<text>'[^']*'|\"[^\"]*\")|(?<word>(?:`[^`]*`|(?<=\\.)\"[^\"]*\"|[^\\s(),=!<>'\"`]++){1,20}))");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final List<ModelComparison> comparisons = new ArrayList<>();
    private final List<ModelDataset> datasets;
    private int at;

    private ModelFilter(String text, List<ModelDataset> datasets) {
        this.text = text;
        this.datasets = datasets;
    }

    /**
     * Reads a filter.
     *
     * @param text empty for no filter
     * @param datasets on which metrics that are compared, or any metric where none is, must have been measured; empty
     *     for any or none
     * @throws dev.tidemill.core.failure.ProblemException when it does not follow the grammar
     */
    static ModelFilter parse(String text, List<ModelDataset> datasets) {
        ModelFilter filter = new ModelFilter(text, datasets);
        filter.cut();
        filter.parse();
        return filter;
    }

    /** Tells whether a model meets every comparison. */
    boolean matches(LoggedModel model) {
        boolean measured = datasets.isEmpty()
                || comparisons.stream()
                        .anyMatch(comparison -> comparison.field().kind() == ModelField.Kind.METRICS)
                || model.metrics().stream()
                        .anyMatch(point -> datasets.stream().anyMatch(dataset -> dataset.holds(point)));
        return measured && comparisons.stream().allMatch(comparison -> comparison.holds(model, datasets));
    }

    private void cut() {
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        while (token.lookingAt()) {
            tokens.add(token.group().strip());
            end = token.end();
            token.region(end, text.length());
            token.useTransparentBounds(true);
        }
        if (!text.substring(end).isBlank()) {
            throw invalid("unexpected " + text.substring(end).strip());
        }
    }

    private void parse() {
        while (at < tokens.size()) {
            if (!comparisons.isEmpty()) {
                String joint = next();
                if (!joint.equalsIgnoreCase("AND")) {
                    throw invalid("expected AND, found " + joint);
                }
            }
            comparisons.add(comparison());
        }
    }

    private ModelComparison comparison() {
        String name = next();
        if (!isWord(name)) {
            throw invalid("expected a field, found " + name);
        }
        String operator = operator();
        ModelField field = ModelField.parse(name);
        List<String> expected = field.isNumber() ? ON_NUMBERS : ON_TEXTS;
        if (!expected.contains(operator)) {
            throw MlflowErrors.invalid("Invalid comparison operator for " + field + ": '" + operator
                    + "'. Expected one of " + expected + ".");
        }
        if (ON_LISTS.contains(operator)) {
            return new ModelComparison(field, operator, list());
        }
        return new ModelComparison(field, operator, List.of(field.isNumber() ? number() : value()));
    }

    private String operator() {
        String operator = next().toUpperCase(Locale.ROOT);
        if (operator.equals("NOT") && at < tokens.size() && tokens.get(at).equalsIgnoreCase("IN")) {
            next();
            return "NOT IN";
        }
        if (!ON_NUMBERS.contains(operator) && !ON_TEXTS.contains(operator)) {
            throw invalid("expected a comparison, found " + operator);
        }
        return operator;
    }

    private List<String> list() {
        sign("(");
        List<String> values = new ArrayList<>();
        values.add(value());
        while (at < tokens.size() && tokens.get(at).equals(",")) {
            next();
            if (at < tokens.size() && tokens.get(at).equals(")")) {
                break;
            }
            values.add(value());
        }
        sign(")");
        return values;
    }

    private void sign(String sign) {
        String token = next();
        if (!token.equals(sign)) {
            throw invalid("expected " + sign + ", found " + token);
        }
    }

    /** A text in quotes, or a number as text, as in {@code params.lr = 0.01}. */
    private String value() {
        String token = next();
        if (token.startsWith("'") || token.startsWith("\"")) {
            return token.substring(1, token.length() - 1);
        }
        if (!isNumber(token)) {
            throw invalid("expected a quoted string value, found " + token);
        }
        return token;
    }

    private String number() {
        String token = next();
        if (!isNumber(token)) {
            throw invalid("expected a numeric value, found " + token);
        }
        return token;
    }

    private static boolean isNumber(String token) {
        return token.matches("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    }

    private static boolean isWord(String token) {
        return !token.startsWith("'")
                && !token.startsWith("\"")
                && "(),=!<>".indexOf(token.charAt(0)) < 0
                && !token.equalsIgnoreCase("AND");
    }

    private String next() {
        if (at >= tokens.size()) {
            throw invalid("it ends too early");
        }
        return tokens.get(at++);
    }

    private RuntimeException invalid(String why) {
        return MlflowErrors.invalid("Invalid filter string: '" + text + "': " + why
                + ". Expected a list of comparisons separated by 'AND'"
                + " (e.g. 'metrics.loss > 0.1 AND params.lr = 0.01').");
    }
}
