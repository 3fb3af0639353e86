package dev.tidemill.engine.onboarding;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.columnar.CsvProfile;
import dev.tidemill.columnar.CsvProfile.Column;
import dev.tidemill.contract.Spelling;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The columns that identify a row.
 *
 * @param guessed whether nobody named them
 */
record KeyGuess(List<String> columns, boolean guessed) {
    private static final Pattern ID = Pattern.compile("(?i)(.*_)?(id|key|uuid|guid|no|nr|number|code)|.*[a-z]Id");
    private static final int MOST_TRIED = 10;

    /**
     * @param label no part of a key
     * @throws EngineException {@code CANNOT_INFER} when the columns named do not identify a row, or none do
     */
    static KeyGuess of(CsvFile file, List<String> named, String time, String label) {
        CsvProfile profile = file.profile();
        if (!named.isEmpty()) {
            for (String column : named) {
                if (!profile.columns().containsKey(column)) {
                    throw new EngineException(
                            "CANNOT_INFER",
                            file.name() + " has no column '" + column + "' for the key: "
                                    + Spelling.expected(profile.columns().keySet(), column) + ".");
                }
            }
            if (named.contains(label)) {
                throw new EngineException(
                        "CANNOT_INFER", "The label '" + label + "' cannot be part of the key: it is to be predicted.");
            }
            if (!profile.identify(named)) {
                throw new EngineException(
                        "CANNOT_INFER",
                        "The key " + String.join(", ", named) + " does not identify a row of " + file.name()
                                + ": some rows share its values or have none.");
            }
            return new KeyGuess(List.copyOf(named), false);
        }
        List<String> usable = usable(profile, time, label);
        for (List<String> candidate : candidates(usable, profile, time)) {
            if (profile.identify(candidate)) {
                return new KeyGuess(candidate, true);
            }
        }
        throw new EngineException(
                "CANNOT_INFER",
                "No one, two or three columns of " + file.name() + " identify a row. Name the key's columns, or write"
                        + " the file anew with a number for each row: SELECT row_number() OVER () AS row_id, * FROM '"
                        + file.name() + "'.");
    }

    private static List<String> usable(CsvProfile profile, String time, String label) {
        return profile.columns().values().stream()
                .filter(column -> column.nulls() == 0
                        && column.distinct() > 1
                        && (column.type() == ColumnType.STRING || column.type() == ColumnType.INT)
                        && !column.name().equals(label)
                        && !column.name().equals(time))
                // few different values with the time are more likely an entity than a text that happens to differ
                .sorted(Comparator.comparing(
                                (Column column) -> !ID.matcher(column.name()).matches())
                        .thenComparing(Column::type)
                        .thenComparingLong(Column::distinct))
                .map(Column::name)
                .limit(MOST_TRIED)
                .toList();
    }

    private static List<List<String>> candidates(List<String> usable, CsvProfile profile, String time) {
        List<List<String>> candidates = new ArrayList<>();
        profile.columns().values().stream()
                .filter(column -> usable.contains(column.name())
                        && column.distinct() == profile.rows()
                        && ID.matcher(column.name()).matches())
                .forEach(column -> candidates.add(List.of(column.name())));
        candidates.add(List.of(time));
        usable.forEach(name -> candidates.add(List.of(name, time)));
        usable.forEach(name -> candidates.add(List.of(name)));
        for (int i = 0; i < usable.size(); i++) {
            for (int j = i + 1; j < usable.size(); j++) {
                candidates.add(List.of(usable.get(i), usable.get(j), time));
            }
        }
        return candidates;
    }
}
