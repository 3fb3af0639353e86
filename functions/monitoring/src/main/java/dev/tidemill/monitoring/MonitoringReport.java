package dev.tidemill.monitoring;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a champion's predictions: drift of what it was asked and answered, and quality by the labels that have
 * come in. Channels are never mixed.
 *
 * @param reportVersion of this shape: 1
 * @param revision the project revision whose monitoring settings were used
 * @param version the champion's version number, of whose predictions alone this tells
 * @param from prediction time of the oldest prediction that is looked at, included; null when all are
 * @param until prediction time of the newest prediction that is looked at, included
 * @param falseDiscoveryRate share of false alarms allowed among the drift alarms of a channel
 * @param minimumRows fewest rows on which drift or quality is decided
 * @param labels what joining the labels found, over all channels
 * @param otherVersions predictions of other versions in the same time, which are left out of the channels
 * @param channels one for each channel that predicted, by name
 */
public record MonitoringReport(
        int reportVersion,
        String workspace,
        String project,
        String revision,
        String executionId,
        String model,
        int version,
        @Nullable Instant from,
        Instant until,
        double falseDiscoveryRate,
        int minimumRows,
        LabelCounts labels,
        long otherVersions,
        List<Channel> channels) {
    /** The version of this shape that is written. */
    public static final int FORMAT = 1;

    /** Decision that something drifted. */
    public static final String DRIFT = "drift";

    /** Decision that nothing was found to drift. */
    public static final String NO_DRIFT = "no-drift";

    /** Decision that quality fell by more than the project allows. */
    public static final String DROPPED = "dropped";

    /** Decision that no fall of quality beyond what the project allows was found, or that it sets no bound. */
    public static final String OK = "ok";

    /** Decision where the rows are too few for one. */
    public static final String UNDECIDED = "undecided";

    public MonitoringReport {
        channels = List.copyOf(channels);
    }

    /**
     * The predictions of one way in.
     *
     * @param channel {@code online} or {@code batch}
     * @param predictions captured, each counted once
     * @param drift {@code drift}, {@code no-drift} or {@code undecided}
     * @param drifted names of what drifted, as in {@code features}; empty when nothing did
     * @param features one for each model input in the project's order, then the answers, under the name "prediction"
     * @param quality by the labels that have come in
     */
    public record Channel(
            String channel,
            long predictions,
            String drift,
            List<String> drifted,
            List<Feature> features,
            Quality quality) {}

    /**
     * One model input, or the prediction, held against the rows that the model was trained on.
     *
     * @param kind {@code numeric} or {@code categorical}: how it is compared
     * @param decision {@code drift} when its values or its missing share drifted, {@code no-drift} or {@code undecided}
     * @param values test of the values that are there; null when too few are, or the reference has none
     * @param missing test of the share of missing values; null when no test was made
     * @param reference null where the reference lacks this input
     * @param statuses share of looked-up values by status (PRESENT, STALE, FUTURE, MISSING), by all predictions of the
     *     channel; empty for what is not looked up
     */
    public record Feature(
            String name,
            String kind,
            String decision,
            @Nullable Test values,
            @Nullable Test missing,
            @Nullable Summary reference,
            Summary current,
            Map<String, Double> statuses) {}

    /**
     * A test of one hypothesis: that nothing changed.
     *
     * @param test such as {@code wasserstein}
     * @param statistic its value
     * @param threshold from which a distance counts, or the rate to which the p-value is held
     * @param pValue before the correction for many tests
     * @param adjusted after it, by Benjamini and Hochberg over the channel
     */
    public record Test(
            String test, double statistic, double threshold, double pValue, double adjusted, boolean drifted) {}

    /**
     * @param rows with or without a value
     * @param missingShare rows without a value, from 0 to 1
     * @param mean of the numbers; null where they are compared as categories and when there are none
     * @param unseenShare values that have no category of their own in the encoder, from 0 to 1; null for numeric inputs
     */
    public record Summary(
            long rows,
            double missingShare,
            @Nullable Double mean,
            @Nullable Double unseenShare) {}

    /**
     * @param decision {@code ok}, {@code dropped} or {@code undecided}
     * @param rows labelled requests; of a request predicted several times the newest prediction counts
     * @param metrics the project's metrics, in its order; empty without rows
     * @param slices the same metrics by value of each slice column, the largest first
     */
    public record Quality(String decision, long rows, List<MetricValue> metrics, List<Slice> slices) {}

    /**
     * @param value of the model on these rows; null when it is not defined on them
     * @param baseline of the project's baseline on the same rows; null where it is not measured or defined
     * @param test of the model on its test split; null where it was not recorded
     */
    public record MetricValue(
            String metric,
            @Nullable Double value,
            @Nullable Double baseline,
            @Nullable Double test) {}

    /**
     * @param value of the slice column as text
     */
    public record Slice(String column, String value, long rows, List<MetricValue> metrics) {}
}
