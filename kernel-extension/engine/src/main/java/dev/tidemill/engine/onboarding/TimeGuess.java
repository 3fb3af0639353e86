package dev.tidemill.engine.onboarding;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.columnar.CsvProfile.Column;
import dev.tidemill.contract.Spelling;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The event time of a file, and how its span is cut.
 *
 * @param guessed whether nobody named it
 * @param first time of any row
 * @param last time of any row
 * @param part length of the validation and of the test split, in ISO-8601
 * @param varyingHours whether its times differ by the hour of the day
 */
record TimeGuess(String column, boolean guessed, Instant first, Instant last, String part, boolean varyingHours) {
    private static final List<Pattern> LIKELY = List.of(
            Pattern.compile("(?i)event_?time"),
            Pattern.compile("(?i)(time_?stamp|ts|date_?time|time_?hour)"),
            Pattern.compile("(?i)(date|day|time|month|week)"),
            Pattern.compile("(?i)(created|recorded|observed|measured|ordered|started|occurred)(_?(at|on))?"));
    private static final double SHARE = 0.15;
    private static final long DAYS_OF_MONTH = 30;

    /**
     * @throws EngineException {@code CANNOT_INFER} with the candidates
     */
    static TimeGuess of(CsvFile file, @Nullable String named) {
        List<String> candidates = file.profile().columns().values().stream()
                .filter(column -> column.type() == ColumnType.TIMESTAMP || column.type() == ColumnType.DATE)
                .map(Column::name)
                .toList();
        String column = named == null ? guess(file, candidates) : named;
        if (!candidates.contains(column)) {
            throw new EngineException(
                    "CANNOT_INFER",
                    "The event time '" + column + "' is no column of timestamps or dates in " + file.name() + ": "
                            + Spelling.expected(candidates, column) + ".");
        }
        List<Long> times = file.profile().times(column, List.of(0.0, 1 - SHARE, 1.0));
        Instant first = instant(times.get(0));
        Instant last = instant(times.get(2));
        Duration part = Duration.between(instant(times.get(1)), last);
        if (part.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new EngineException(
                    "CANNOT_INFER",
                    "The times in '" + column + "' run from " + first + " to " + last
                            + ", too short a span to keep the last rows back for validation and test.");
        }
        return new TimeGuess(
                column, named == null, first, last, span(part), file.profile().hours(column) > 1);
    }

    private static String guess(CsvFile file, List<String> candidates) {
        if (candidates.isEmpty()) {
            throw new EngineException(
                    "CANNOT_INFER",
                    file.name() + " has no column of timestamps or dates (2013-07-01 or 2013-07-01T04:00:00Z)."
                            + " Tidemill tests a model on rows later than those it learned from, and does not yet split"
                            + " rows without a time. If there is a time in another form, write the file anew with it,"
                            + " such as SELECT *, strptime(day, '%d/%m/%Y') AS event_time FROM '" + file.name() + "'.");
        }
        for (Pattern likely : LIKELY) {
            List<String> named = candidates.stream()
                    .filter(candidate -> likely.matcher(candidate).matches())
                    .toList();
            if (named.size() == 1) {
                return named.getFirst();
            }
        }
        if (candidates.size() == 1) {
            return candidates.getFirst();
        }
        throw new EngineException(
                "CANNOT_INFER",
                "Say which column is the time at which a prediction would be asked for (event time): "
                        + String.join(" or ", candidates) + ".");
    }

    /** How long the file's rows reach. */
    Duration length() {
        return Duration.between(first, last);
    }

    private static String span(Duration part) {
        long days = part.toDays();
        if (days >= DAYS_OF_MONTH) {
            return "P" + Math.round((double) days / DAYS_OF_MONTH) + "M";
        }
        if (days >= 2) {
            return "P" + days + "D";
        }
        if (part.toHours() >= 2) {
            return "PT" + part.toHours() + "H";
        }
        return part.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
