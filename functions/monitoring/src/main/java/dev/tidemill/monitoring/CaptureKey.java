package dev.tidemill.monitoring;

import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.Ulid;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a file of captured predictions lies in the capture store:
 * {@code w/{workspace}/{model}/{yyyy-MM-dd}/{HH}/{channel}-{batch}.parquet}, by the hour of the predictions' ids. The
 * batch part is {@code {first}-{last}-{hash}}: the milliseconds of the oldest and newest prediction time in the file, by
 * which a reader leaves files out unread, and a hash of the ids in it, so that the same predictions are written to the
 * same place again.
 *
 * @param first oldest prediction time, to the millisecond, rounded down
 * @param last newest prediction time, to the millisecond, rounded up
 */
record CaptureKey(String key, Instant first, Instant last) {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy-MM-dd/HH").withZone(ZoneOffset.UTC);
    private static final Pattern BATCH = Pattern.compile(".*/[a-z]+-(-?\\d+)-(-?\\d+)-[0-9a-f]{32}\\.parquet");

    /** What the keys of a model's files begin with. */
    static String prefix(String workspace, String model) {
        return "w/" + workspace + "/" + model + "/";
    }

    /** The folder and channel that a prediction is filed under. */
    static String group(CapturedPrediction prediction) {
        return prefix(prediction.workspace(), prediction.model()) + HOUR.format(Ulid.time(prediction.id())) + "/"
                + prediction.channel();
    }

    /**
     * The key of a file.
     *
     * @param predictions of one group, not empty
     */
    static CaptureKey of(String group, List<CapturedPrediction> predictions) {
        Instant first = predictions.stream()
                .map(CapturedPrediction::predictionTime)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant last = predictions.stream()
                .map(CapturedPrediction::predictionTime)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        String hash = Sha256.hex(predictions.stream()
                        .map(CapturedPrediction::id)
                        .sorted()
                        .distinct()
                        .collect(Collectors.joining("\n")))
                .substring(0, 32);
        long from = first.toEpochMilli();
        long to = last.plusNanos(999_999).toEpochMilli();
        return new CaptureKey(
                group + "-" + from + "-" + to + "-" + hash + ".parquet",
                Instant.ofEpochMilli(from),
                Instant.ofEpochMilli(to));
    }

    /** Reads a key; one of another form may hold any time. */
    static CaptureKey parse(String key) {
        Matcher batch = BATCH.matcher(key);
        if (!batch.matches()) {
            return new CaptureKey(key, Instant.MIN, Instant.MAX);
        }
        return new CaptureKey(
                key,
                Instant.ofEpochMilli(Long.parseLong(batch.group(1))),
                Instant.ofEpochMilli(Long.parseLong(batch.group(2))));
    }
}
