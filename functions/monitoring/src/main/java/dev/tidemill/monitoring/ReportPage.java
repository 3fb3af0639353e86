package dev.tidemill.monitoring;

import dev.tidemill.monitoring.MonitoringReport.Channel;
import dev.tidemill.monitoring.MonitoringReport.Feature;
import dev.tidemill.monitoring.MonitoringReport.MetricValue;
import dev.tidemill.monitoring.MonitoringReport.Quality;
import dev.tidemill.monitoring.MonitoringReport.Slice;
import dev.tidemill.monitoring.MonitoringReport.Summary;
import dev.tidemill.monitoring.MonitoringReport.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A report as one HTML page that loads nothing else and follows the reader's light or dark setting. Every text that
 * comes from data or a project is escaped. Equal reports give equal pages.
 */
final class ReportPage {
    private static final String STYLE = """
            :root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--line:#d0d7de;--soft:#f3f5f7;--good:#1a7f37;\
            --bad:#b42318;--open:#8a6100}
            @media (prefers-color-scheme:dark){:root{--ink:#e6e9ed;--paper:#14181d;--line:#3a424c;--soft:#1f252c;\
            --good:#57c77a;--bad:#ff8a7a;--open:#e2b84b}}
            body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:70rem;\
            margin:2rem auto;padding:0 1rem}
            h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}h3{font-size:1rem}
            .wide{overflow-x:auto}table{border-collapse:collapse;margin:.5rem 0}
            th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
            th{background:var(--soft)}th:first-child,td:first-child{text-align:left}
            .good{color:var(--good)}.bad{color:var(--bad);font-weight:600}.open{color:var(--open)}
            """;

    private final StringBuilder out = new StringBuilder(8192);

    private ReportPage() {}

    /** The page of a report. */
    static String of(MonitoringReport report) {
        ReportPage page = new ReportPage();
        page.write(report);
        return page.out.toString();
    }

    private void write(MonitoringReport report) {
        String title = report.model() + " version " + report.version();
        out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
                .append(text("Monitoring of " + title))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>")
                .append(text("Monitoring of " + title))
                .append("</h1>\n<p>")
                .append(text("Project " + report.project() + ", workspace " + report.workspace()
                        + ", predictions made for "
                        + (report.from() == null ? "any time" : report.from() + " and later")
                        + " up to " + report.until() + ". Execution " + report.executionId() + ", project revision "
                        + report.revision() + "."))
                .append("</p>\n");
        labels(report);
        if (report.channels().isEmpty()) {
            out.append("<p class=\"open\">No prediction of this version was captured in this time.</p>\n");
        }
        report.channels().forEach(channel -> channel(channel, report));
        out.append("</body></html>\n");
    }

    private void labels(MonitoringReport report) {
        LabelCounts labels = report.labels();
        out.append("<h2>Labels</h2>\n");
        table(
                List.of("Count", "Value"),
                List.of(
                        List.of("Predictions with a mature label", number(labels.matched())),
                        List.of("Predictions without one yet", number(labels.unmatched())),
                        List.of("Predictions closed without an outcome", number(labels.closedWithoutLabel())),
                        List.of("Labels that no prediction asked for", number(labels.labelsWithoutPrediction())),
                        List.of("Repeated predictions of a request", number(labels.repeated())),
                        List.of("Predictions whose label was corrected", number(labels.corrected())),
                        List.of("New mature labels since the cut-off", number(labels.newMatureLabels())),
                        List.of("Cut-off of the version", text(labels.cutOff().toString())),
                        List.of(
                                "Watermark of the labels",
                                text(labels.watermark().toString())),
                        List.of("Predictions of other versions, left out", number(report.otherVersions()))));
    }

    private void channel(Channel channel, MonitoringReport report) {
        out.append("<h2>")
                .append(text("Channel " + channel.channel() + ": " + channel.predictions() + " predictions"))
                .append("</h2>\n<h3>Drift: ")
                .append(decision(channel.drift()))
                .append("</h3>\n<p>")
                .append(text("Against the data that the version was trained on; false discovery rate "
                        + decimal(report.falseDiscoveryRate()) + "; undecided below " + report.minimumRows()
                        + " rows."))
                .append("</p>\n");
        table(
                List.of(
                        "Input",
                        "Decision",
                        "Values: test",
                        "statistic",
                        "p, adjusted",
                        "Missing: p, adjusted",
                        "Mean, reference",
                        "Mean, now",
                        "Missing, reference",
                        "Missing, now",
                        "Unseen, reference",
                        "Unseen, now",
                        "Looked-up values"),
                channel.features().stream().map(ReportPage::row).toList());
        quality(channel.quality());
    }

    private static List<String> row(Feature feature) {
        Summary reference = feature.reference();
        Summary current = feature.current();
        Test values = feature.values();
        Test missing = feature.missing();
        return List.of(
                text(feature.name()),
                decision(feature.decision()),
                text(values == null ? "" : values.test()),
                decimal(values == null ? null : values.statistic()),
                decimal(values == null ? null : values.adjusted()),
                decimal(missing == null ? null : missing.adjusted()),
                decimal(reference == null ? null : reference.mean()),
                decimal(current.mean()),
                percent(reference == null ? null : reference.missingShare()),
                percent(current.missingShare()),
                percent(reference == null ? null : reference.unseenShare()),
                percent(current.unseenShare()),
                statuses(feature.statuses()));
    }

    private void quality(Quality quality) {
        out.append("<h3>Quality: ")
                .append(decision(quality.decision()))
                .append(text(" on " + quality.rows() + " labelled requests"))
                .append("</h3>\n");
        if (quality.metrics().isEmpty()) {
            return;
        }
        table(
                List.of("Metric", "Now", "Baseline, now", "Test split"),
                quality.metrics().stream()
                        .map(metric -> List.of(
                                text(metric.metric()),
                                decimal(metric.value()),
                                decimal(metric.baseline()),
                                decimal(metric.test())))
                        .toList());
        if (!quality.slices().isEmpty()) {
            List<String> head = new ArrayList<>(List.of("Slice", "Requests"));
            quality.metrics().forEach(metric -> head.add(text(metric.metric())));
            table(head, quality.slices().stream().map(ReportPage::row).toList());
        }
    }

    private static List<String> row(Slice slice) {
        List<String> cells = new ArrayList<>();
        cells.add(text(slice.column() + " = " + slice.value()));
        cells.add(number(slice.rows()));
        slice.metrics().stream().map(MetricValue::value).forEach(value -> cells.add(decimal(value)));
        return cells;
    }

    /** Writes a table of cells that are HTML already. */
    private void table(List<String> head, List<List<String>> rows) {
        out.append("<div class=\"wide\"><table><thead><tr>");
        head.forEach(cell -> out.append("<th scope=\"col\">").append(cell).append("</th>"));
        out.append("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            out.append("<tr>");
            row.forEach(cell -> out.append("<td>").append(cell).append("</td>"));
            out.append("</tr>\n");
        }
        out.append("</tbody></table></div>\n");
    }

    private static String decision(String decision) {
        String style = switch (decision) {
            case "drift", "dropped" -> "bad";
            case MonitoringReport.UNDECIDED -> "open";
            default -> "good";
        };
        return "<span class=\"" + style + "\">" + text(decision) + "</span>";
    }

    private static String statuses(Map<String, Double> statuses) {
        return statuses.entrySet().stream()
                .map(status -> text(status.getKey()) + " " + percent(status.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String decimal(@Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.4g", value);
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "" : String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    /** A text with the characters that mean something in HTML written out. */
    static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
