package dev.tidemill.client;

import dev.tidemill.client.plot.DriftCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What reports of monitorings tell, over time. */
public final class MonitoringReports {
    private MonitoringReports() {}

    /**
     * Drift of every input by report: the test's statistic divided by its threshold, so that 1 is the border for every
     * test; an input that drifted after the correction for many tests is marked.
     *
     * @param reports as {@link ProjectClient#report} gives them, by the name of their window, in order
     * @param channel {@code online} or {@code batch}; a report without it leaves its window out
     */
    public static List<DriftCell> drift(Map<String, Document> reports, String channel) {
        List<DriftCell> cells = new ArrayList<>();
        reports.forEach((window, report) -> {
            for (Document each : report.at("channels").elements()) {
                if (each.at("channel").text("").equals(channel)) {
                    each.at("features").elements().forEach(feature -> add(cells, window, feature));
                }
            }
        });
        return List.copyOf(cells);
    }

    private static void add(List<DriftCell> cells, String window, Document feature) {
        Document values = feature.at("values");
        Document threshold = values.at("threshold");
        if (values.at("statistic").isNumber() && threshold.isNumber() && threshold.number() > 0) {
            cells.add(new DriftCell(
                    feature.at("name").text(),
                    window,
                    values.at("statistic").number() / threshold.number(),
                    feature.at("decision").text("").equals("drift")));
        }
    }
}
