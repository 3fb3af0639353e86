package dev.tidemill.monitoring;

import dev.tidemill.columnar.SqlText;
import dev.tidemill.contract.project.ProjectSpec.InputsSpec;
import dev.tidemill.learning.Drift;
import dev.tidemill.learning.EncoderState;
import dev.tidemill.learning.FeatureSummary;
import dev.tidemill.learning.ReferenceSummary;
import dev.tidemill.monitoring.MonitoringReport.Feature;
import dev.tidemill.monitoring.MonitoringReport.Summary;
import dev.tidemill.monitoring.MonitoringReport.Test;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds the captured inputs and predictions of one channel against the rows that the champion was trained on. Of each
 * input two things are tested: the values that are there, and the share that is missing; all tests of a channel are
 * corrected together. What has fewer values than the minimum is undecided and not tested.
 */
final class ChannelDrift {
    /** The name under which predictions are compared. */
    static final String PREDICTION = "prediction";

    private static final String MISSING = " (missing)";
    private static final String ABSENT = "absent";
    private static final String THERE = "there";

    private final InputsSpec inputs;
    private final ReferenceSummary reference;
    private final Map<String, Set<String>> known;
    private final double rate;
    private final int minimumRows;

    /**
     * @param reference of the inputs and of {@value #PREDICTION}
     * @param encoder of the champion, whose categories are the known ones
     */
    ChannelDrift(InputsSpec inputs, ReferenceSummary reference, EncoderState encoder, double rate, int minimumRows) {
        this.inputs = inputs;
        this.reference = reference;
        this.known = encoder.categorical().stream()
                .collect(Collectors.toMap(EncoderState.Categorical::name, c -> Set.copyOf(c.values())));
        this.rate = rate;
        this.minimumRows = minimumRows;
    }

    /** Every input in the project's order, then the prediction. */
    List<Feature> features(CurrentRows rows) {
        Map<String, FeatureSummary> current = new LinkedHashMap<>();
        inputs.all().forEach(name -> current.put(name, summary(rows, name)));
        current.put(PREDICTION, prediction(rows));
        Map<String, FeatureSummary> before = new LinkedHashMap<>();
        Map<String, FeatureSummary> now = new LinkedHashMap<>();
        current.forEach((name, summary) -> {
            FeatureSummary old = reference.features().get(name);
            if (old == null || rows.rows() < minimumRows) {
                return;
            }
            if (summary.present() >= minimumRows && old.present() > 0) {
                before.put(name, old);
                now.put(name, summary);
            }
            if (!name.equals(PREDICTION)) {
                before.put(name + MISSING, presence(old));
                now.put(name + MISSING, presence(summary));
            }
        });
        Map<String, Test> tests = new LinkedHashMap<>();
        Drift.compare(
                        new ReferenceSummary(ReferenceSummary.VERSION, before),
                        new ReferenceSummary(ReferenceSummary.VERSION, now),
                        rate)
                .features()
                .forEach(found -> tests.put(found.feature(), test(found)));
        List<Feature> features = new ArrayList<>();
        current.forEach((name, summary) -> features.add(feature(rows, name, summary, tests)));
        return features;
    }

    private Feature feature(CurrentRows rows, String name, FeatureSummary summary, Map<String, Test> tests) {
        FeatureSummary old = reference.features().get(name);
        Test values = tests.get(name);
        Test missing = tests.get(name + MISSING);
        boolean drifted = (values != null && values.drifted()) || (missing != null && missing.drifted());
        String decision = drifted
                ? MonitoringReport.DRIFT
                : values == null ? MonitoringReport.UNDECIDED : MonitoringReport.NO_DRIFT;
        Set<String> categories = known.get(name);
        Double unseen = categories == null ? null : unseenNow(rows, name, summary, categories);
        Double unseenBefore = categories == null || old == null ? null : unseenBefore(old, categories);
        return new Feature(
                name,
                old == null ? summary.kind() : old.kind(),
                decision,
                values,
                missing,
                old == null ? null : summary(old, unseenBefore),
                summary(summary, unseen),
                statuses(rows, name));
    }

    private FeatureSummary summary(CurrentRows rows, String name) {
        FeatureSummary old = reference.features().get(name);
        if (!inputs.numeric().contains(name)) {
            return rows.categories(JoinedColumns.text(name));
        }
        return old != null && old.kind().equals("categorical")
                ? rows.numbersAsCategories(JoinedColumns.number(name))
                : rows.numeric(JoinedColumns.number(name));
    }

    private FeatureSummary prediction(CurrentRows rows) {
        FeatureSummary old = reference.features().get(PREDICTION);
        return old != null && old.kind().equals("categorical")
                ? rows.numbersAsCategories(JoinedColumns.SCORE)
                : rows.numeric(JoinedColumns.SCORE);
    }

    private static FeatureSummary presence(FeatureSummary summary) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(ABSENT, summary.nulls());
        counts.put(THERE, summary.present());
        return new FeatureSummary("categorical", summary.rows(), 0, 2, 0, 0, List.of(), counts);
    }

    private static Test test(Drift.FeatureDrift found) {
        return new Test(
                found.test(), found.statistic(), found.threshold(), found.pValue(), found.adjusted(), found.drifted());
    }

    private static Summary summary(FeatureSummary summary, @Nullable Double unseen) {
        boolean hasMean = summary.kind().equals("numeric") && summary.present() > 0;
        return new Summary(summary.rows(), summary.nullShare(), hasMean ? summary.mean() : null, unseen);
    }

    private static @Nullable Double unseenNow(
            CurrentRows rows, String name, FeatureSummary summary, Set<String> categories) {
        if (summary.present() == 0) {
            return null;
        }
        String text = JoinedColumns.text(name);
        List<String> sorted = categories.stream().sorted().toList();
        long unseen =
                rows.count(text + " IS NOT NULL AND NOT list_contains(" + SqlText.literals(sorted) + ", " + text + ")");
        return (double) unseen / summary.present();
    }

    private static @Nullable Double unseenBefore(FeatureSummary old, Set<String> categories) {
        long unseen = old.counts().entrySet().stream()
                .filter(entry -> !categories.contains(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return old.present() == 0 ? null : (double) unseen / old.present();
    }

    private static Map<String, Double> statuses(CurrentRows rows, String name) {
        if (!name.contains(".") || rows.rows() == 0) {
            return Map.of();
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        rows.counts(JoinedColumns.status(name))
                .forEach((status, count) -> shares.put(status, (double) count / rows.rows()));
        return shares;
    }
}
