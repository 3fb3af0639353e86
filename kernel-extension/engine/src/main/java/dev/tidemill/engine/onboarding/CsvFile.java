package dev.tidemill.engine.onboarding;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.columnar.CsvProfile;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file with the reading that fits it.
 *
 * @param nullValues texts that mean null in it, beside the empty one
 * @param delimiter null for a comma
 */
record CsvFile(
        String name,
        CsvProfile profile,
        List<String> nullValues,
        @Nullable String delimiter) {
    /** Texts that mean null in a column of anything. */
    private static final List<String> NULLS = List.of("NA", "N/A", "n/a", "NULL", "null", "NaN", "nan", "\\N", "#N/A");

    /** Texts that mean null in a column of numbers or times. */
    private static final List<String> WEAK_NULLS = List.of("-", "--", "?", ".", "None", "none", "missing", "unknown");

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

    /**
     * @throws EngineException {@code CANNOT_INFER} when the names of columns cannot be kept
     * @throws dev.tidemill.core.failure.ProblemException {@code INVALID_FILE} when it is empty or no CSV
     */
    static CsvFile read(Sandbox sandbox, Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new EngineException("FILE_FAILED", "There is no file " + file + " that can be read.");
        }
        String delimiter = delimiter(file);
        CsvProfile plain = CsvProfile.read(sandbox, file, name, List.of(), delimiter);
        requireNames(name, plain);
        List<String> all = new ArrayList<>(NULLS);
        all.addAll(WEAK_NULLS);
        List<String> present = new ArrayList<>();
        plain.columns().values().stream()
                .filter(column -> column.type() == ColumnType.STRING)
                .forEach(column -> present.addAll(plain.present(column.name(), all)));
        List<String> strong = NULLS.stream().filter(present::contains).toList();
        List<String> weak = WEAK_NULLS.stream().filter(present::contains).toList();
        if (strong.isEmpty() && weak.isEmpty()) {
            return new CsvFile(name, plain, List.of(), delimiter);
        }
        CsvProfile byStrong = CsvProfile.read(sandbox, file, name, strong, delimiter);
        if (weak.isEmpty()) {
            return new CsvFile(name, byStrong, strong, delimiter);
        }
        List<String> both = new ArrayList<>(strong);
        both.addAll(weak);
        CsvProfile byBoth = CsvProfile.read(sandbox, file, name, both, delimiter);
        boolean typed = byBoth.columns().values().stream()
                .anyMatch(column -> column.type() != ColumnType.STRING && isText(byStrong, column.name()));
        return typed
                ? new CsvFile(name, byBoth, both, delimiter)
                : new CsvFile(name, CsvProfile.read(sandbox, file, name, strong, delimiter), strong, delimiter);
    }

    private static boolean isText(CsvProfile profile, String name) {
        CsvProfile.Column column = profile.columns().get(name);
        return column != null && column.type() == ColumnType.STRING;
    }

    private static @Nullable String delimiter(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line = reader.readLine();
            String header = line == null ? "" : line.replaceAll("\"[^\"]*\"", "");
            char best = ',';
            for (char candidate : DELIMITERS) {
                if (count(header, candidate) > count(header, best)) {
                    best = candidate;
                }
            }
            return best == ',' ? null : String.valueOf(best);
        }
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    private static void requireNames(String file, CsvProfile profile) {
        List<String> renamed = new ArrayList<>();
        for (String column : profile.columns().keySet()) {
            if (!NAME.matcher(column).matches()) {
                renamed.add("\"" + column.replace("\"", "\"\"") + "\" AS " + plain(column));
            }
        }
        if (!renamed.isEmpty()) {
            throw new EngineException(
                    "CANNOT_INFER",
                    "Column names are letters, digits and underscores, starting with a letter, which these of " + file
                            + " are not: write the file anew from SELECT * RENAME (" + String.join(", ", renamed)
                            + ") FROM '" + file + "'.");
        }
    }

    private static String plain(String column) {
        String name =
                column.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
        return name.isEmpty() || !Character.isLetter(name.charAt(0)) ? "column_" + name : name;
    }
}
