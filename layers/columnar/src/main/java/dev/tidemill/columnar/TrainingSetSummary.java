package dev.tidemill.columnar;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a training set holds, for a person to look at before anything is trained.
 *
 * @param splits in the order of time
 * @param features in the order of the set
 */
public record TrainingSetSummary(List<Split> splits, List<Feature> features) {
    public TrainingSetSummary {
        splits = List.copyOf(splits);
        features = List.copyOf(features);
    }

    /**
     * One split.
     *
     * @param from prediction time of its first row
     * @param to prediction time of its last row
     * @param label share of the positive label; the mean in a regression
     */
    public record Split(String name, long rows, Instant from, Instant to, double label) {}

    /**
     * One feature of a view.
     *
     * @param present share of rows that have a value, 0 to 1
     */
    public record Feature(String name, double present) {}

    /** Reads the set in its sandbox. */
    public static TrainingSetSummary of(ProjectData data, TrainingSet set) {
        String file = "read_parquet(" + SqlText.literal(set.file().toString()) + ")";
        String time = SqlText.name(data.request().time());
        List<Split> splits = data.sandbox()
                .query(
                        "SELECT split, count(*), epoch_us(min(" + time + ")), epoch_us(max(" + time + ")), avg("
                                + Labels.number(data, TrainingSet.LABEL) + ") FROM " + file
                                + " GROUP BY split ORDER BY 3, split",
                        rows -> new Split(
                                rows.getString(1),
                                rows.getLong(2),
                                SqlText.instant(rows.getLong(3)),
                                SqlText.instant(rows.getLong(4)),
                                rows.getDouble(5)));
        if (set.features().isEmpty()) {
            return new TrainingSetSummary(splits, List.of());
        }
        String counts = set.features().stream()
                .map(feature -> "count(" + SqlText.name(feature) + ") / count(*)")
                .collect(Collectors.joining(", "));
        List<Feature> features = data.sandbox()
                .query("SELECT [" + counts + "] AS shares FROM " + file, rows -> {
                    Object[] shares = (Object[]) rows.getArray(1).getArray();
                    List<Feature> found = new ArrayList<>();
                    for (int i = 0; i < shares.length; i++) {
                        found.add(new Feature(set.features().get(i), ((Number) shares[i]).doubleValue()));
                    }
                    return found;
                })
                .getFirst();
        return new TrainingSetSummary(splits, features);
    }
}
