package dev.tidemill.engine.onboarding;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.columnar.CsvProfile.Column;
import dev.tidemill.contract.Spelling;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be predicted.
 *
 * @param problem {@code binary} or {@code regression}
 * @param positive the value that counts as positive, as YAML writes it; null for a regression
 * @param negative the other value, for a comment; null for a regression
 */
record LabelGuess(
        Column column,
        String problem,
        @Nullable String positive,
        @Nullable String negative,
        boolean guessedProblem) {
    private static final Set<String> YES =
            Set.of("yes", "y", "true", "t", "1", "positive", "pos", "bad", "churned", "default", "fraud", "fail");
    private static final long MOST_CATEGORIES = 100;

    /**
     * @throws EngineException {@code CANNOT_INFER} with the candidates, {@code NOT_YET} for a problem that is not built
     */
    static LabelGuess of(CsvFile file, @Nullable String named, @Nullable String problem) {
        if (named == null) {
            throw new EngineException(
                    "CANNOT_INFER",
                    "Say which column of " + file.name() + " is to be predicted (the label); those that can be are "
                            + String.join(", ", candidates(file)) + ".");
        }
        Column column = file.profile().columns().get(named);
        if (column == null) {
            throw new EngineException(
                    "CANNOT_INFER",
                    file.name() + " has no column '" + named + "' to predict: "
                            + Spelling.expected(candidates(file), named) + ".");
        }
        boolean number = column.type() == ColumnType.INT || column.type() == ColumnType.DOUBLE;
        boolean two = column.distinct() == 2;
        String kind = problem != null ? problem : two ? "binary" : number ? "regression" : "multiclass";
        return switch (kind) {
            case "binary" -> binary(file, column, two, problem == null);
            case "regression" -> {
                if (!number) {
                    throw cannot(column, "a regression predicts a number");
                }
                yield new LabelGuess(column, "regression", null, null, problem == null);
            }
            case "multiclass" ->
                throw new EngineException(
                        "NOT_YET",
                        "The label '" + named + "' has " + column.distinct() + " values, and a model of several classes"
                                + " is not yet supported. Ask about one of them: write the file anew from SELECT * REPLACE ("
                                + named + " = '"
                                + file.profile().commonest(named, 1).keySet().stream()
                                        .findFirst()
                                        .orElse("…")
                                        .replace("'", "''")
                                + "' AS " + named + ") FROM '" + file.name() + "'.");
            default ->
                throw new EngineException(
                        "CANNOT_INFER",
                        "The problem '" + kind + "' is none that is built: expected binary or regression.");
        };
    }

    private static LabelGuess binary(CsvFile file, Column column, boolean two, boolean guessed) {
        if (!two) {
            throw cannot(column, "a yes or no has two values");
        }
        List<String> values =
                new ArrayList<>(file.profile().commonest(column.name(), 2).keySet());
        // the commoner comes first, and what is asked for is usually the rarer
        String positive = values.stream()
                .filter(value -> YES.contains(value.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(values.getLast());
        String negative = values.get(values.getFirst().equals(positive) ? 1 : 0);
        String written = switch (column.type()) {
            case BOOL -> "true";
            case INT, DOUBLE -> positive;
            default -> DraftText.quoted(positive);
        };
        return new LabelGuess(
                column, "binary", written, column.type() == ColumnType.BOOL ? "false" : negative, guessed);
    }

    private static EngineException cannot(Column column, String why) {
        return new EngineException(
                "CANNOT_INFER",
                "The label '" + column.name() + "' has " + column.distinct() + " different values of type "
                        + column.type().name().toLowerCase(Locale.ROOT) + ", but " + why + ".");
    }

    private static List<String> candidates(CsvFile file) {
        Map<String, Column> columns = file.profile().columns();
        return columns.values().stream()
                .filter(column -> column.distinct() > 1
                        && switch (column.type()) {
                            case DOUBLE, FLOAT32, BOOL -> true;
                            case INT -> column.distinct() < file.profile().rows();
                            case STRING -> column.distinct() <= MOST_CATEGORIES;
                            case TIMESTAMP, DATE -> false;
                        })
                .map(Column::name)
                .toList();
    }
}
