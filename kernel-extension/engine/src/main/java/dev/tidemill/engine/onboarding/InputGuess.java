package dev.tidemill.engine.onboarding;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.columnar.CsvProfile.Column;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a model is given of a row.
 *
 * @param numeric columns of numbers and truth values
 * @param categorical columns of few texts
 * @param left columns left out, with the reason
 * @param outcomes columns that are probably known no sooner than the label; left out too
 * @param fromTime on-demand features of the event time: CEL expression by name
 */
record InputGuess(
        List<Column> numeric,
        List<Column> categorical,
        Map<String, String> left,
        List<String> outcomes,
        Map<String, String> fromTime) {
    private static final long MOST_CATEGORIES = 1_000;
    private static final Set<String> WORDS_OF_CEL = Set.of(
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "in",
            "let",
            "loop",
            "namespace",
            "null",
            "package",
            "return",
            "true",
            "false",
            "var",
            "void",
            "while");

    /**
     * @throws EngineException {@code CANNOT_INFER} when nothing is left to predict from
     */
    static InputGuess of(CsvFile file, TimeGuess time, KeyGuess key, Column label) {
        List<String> outcomes = new ArrayList<>();
        List<Column> numeric = new ArrayList<>();
        List<Column> categorical = new ArrayList<>();
        Map<String, String> left = new LinkedHashMap<>();
        long rows = file.profile().rows();
        for (Column column : file.profile().columns().values()) {
            String name = column.name();
            boolean identity = key.columns().contains(name) && column.distinct() == rows;
            if (name.equals(label.name()) || name.equals(time.column())) {
                continue;
            }
            if (column.distinct() <= 1) {
                left.put(name, "it has one value at most");
            } else if (identity) {
                left.put(name, "it is another one in every row");
            } else if (isOutcome(file, column, label)) {
                outcomes.add(name);
                left.put(
                        name,
                        "it has no value in rows without a " + label.name() + " only, as what is known afterwards");
            } else {
                switch (column.type()) {
                    case INT, DOUBLE, FLOAT32, BOOL -> numeric.add(column);
                    case STRING -> {
                        if (column.distinct() <= Math.min(MOST_CATEGORIES, Math.max(2, rows / 2))) {
                            categorical.add(column);
                        } else {
                            left.put(name, "it has " + column.distinct() + " different texts");
                        }
                    }
                    case TIMESTAMP, DATE -> left.put(name, "a time is no input by itself");
                }
            }
        }
        if (numeric.isEmpty() && categorical.isEmpty()) {
            throw new EngineException(
                    "CANNOT_INFER", "Beside label, key and time " + file.name() + " has no column to predict from.");
        }
        return new InputGuess(numeric, categorical, left, outcomes, fromTime(file, time));
    }

    /** A column that is missing in some rows, and there the label is too, was probably written down with it. */
    private static boolean isOutcome(CsvFile file, Column column, Column label) {
        return column.nulls() > 0 && label.nulls() > 0 && file.profile().missesOnlyWith(column.name(), label.name());
    }

    private static Map<String, String> fromTime(CsvFile file, TimeGuess time) {
        Map<String, String> features = new LinkedHashMap<>();
        if (WORDS_OF_CEL.contains(time.column())) {
            return features;
        }
        if (time.length().compareTo(Duration.ofDays(90)) > 0) {
            features.put("month_of_year", time.column() + ".getMonth() + 1");
        }
        if (time.length().compareTo(Duration.ofDays(14)) > 0) {
            features.put("day_of_week", time.column() + ".getDayOfWeek()");
        }
        if (time.varyingHours()) {
            features.put("hour_of_day", time.column() + ".getHours()");
        }
        file.profile().columns().keySet().forEach(column -> features.remove(column.toLowerCase(Locale.ROOT)));
        return features;
    }

    /** The names of all inputs that are columns. */
    List<String> columns() {
        List<String> names = new ArrayList<>();
        numeric.forEach(column -> names.add(column.name()));
        categorical.forEach(column -> names.add(column.name()));
        return names;
    }
}
