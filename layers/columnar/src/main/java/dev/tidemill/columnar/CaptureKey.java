package dev.tidemill.columnar;

import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.Ulid;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a file of captured predictions lies in the capture store:
 * {@code w/{workspace}/{model}/{yyyy-MM-dd}/{HH}/{channel}-{batch}.parquet}, by the hour of the predictions' ids. The
 * batch part is {@code {first}-{last}-{firstId}-{lastId}-{hash}}: the milliseconds of the oldest and newest prediction
 * time and the smallest and greatest id in the file, by which a reader leaves files out unread, and a hash of the ids in
 * it, so that the same predictions are written to the same place again.
 *
 * @param first oldest prediction time, to the millisecond, rounded down
 * @param last newest prediction time, to the millisecond, rounded up
 * @param firstId smallest prediction id
 * @param lastId greatest prediction id
 */
public record CaptureKey(String key, Instant first, Instant last, String firstId, String lastId) {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy-MM-dd/HH").withZone(ZoneOffset.UTC);
    private static final Pattern BATCH = Pattern.compile(
            ".*/[a-z]+-(-?\\d+)-(-?\\d+)-([0-9A-HJKMNP-TV-Z]{26})-([0-9A-HJKMNP-TV-Z]{26})-[0-9a-f]{32}\\.parquet");

    /** What the keys of a model's files begin with. */
    public static String prefix(String workspace, String model) {
        return "w/" + workspace + "/" + model + "/";
    }

    /** What the keys of the files begin with that a prediction can be in. */
    public static String prefix(String workspace, String model, String predictionId) {
        return prefix(workspace, model) + HOUR.format(Ulid.time(predictionId)) + "/";
    }

    /** The folder and channel that a prediction is filed under. */
    public static String group(CapturedPrediction prediction) {
        return prefix(prediction.workspace(), prediction.model(), prediction.id()) + prediction.channel();
    }

    /**
     * The key of a file.
     *
     * @param predictions of one group, not empty
     */
    public static CaptureKey of(String group, Collection<CapturedPrediction> predictions) {
        List<Instant> times = predictions.stream()
                .map(CapturedPrediction::predictionTime)
                .sorted(Comparator.naturalOrder())
                .toList();
        List<String> ids = predictions.stream()
                .map(CapturedPrediction::id)
                .sorted()
                .distinct()
                .toList();
        String hash = Sha256.hex(String.join("\n", ids)).substring(0, 32);
        long from = times.getFirst().toEpochMilli();
        long to = times.getLast().plusNanos(999_999).toEpochMilli();
        return new CaptureKey(
                String.join("-", group, String.valueOf(from), String.valueOf(to), ids.getFirst(), ids.getLast(), hash)
                        + ".parquet",
                Instant.ofEpochMilli(from),
                Instant.ofEpochMilli(to),
                ids.getFirst(),
                ids.getLast());
    }

    /** Reads a key; one of another form may hold any time and any prediction. */
    public static CaptureKey parse(String key) {
        Matcher batch = BATCH.matcher(key);
        if (!batch.matches()) {
            return new CaptureKey(key, Instant.MIN, Instant.MAX, "0", "~");
        }
        return new CaptureKey(
                key,
                Instant.ofEpochMilli(Long.parseLong(batch.group(1))),
                Instant.ofEpochMilli(Long.parseLong(batch.group(2))),
                batch.group(3),
                batch.group(4));
    }

    /** Whether the file may hold a prediction, by its id. */
    public boolean mayHold(String predictionId) {
        return firstId.compareTo(predictionId) <= 0 && predictionId.compareTo(lastId) <= 0;
    }
}
