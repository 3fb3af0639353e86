package dev.tidemill.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.monitoring.MonitoringReport.Channel;
import dev.tidemill.monitoring.MonitoringReport.Feature;
import dev.tidemill.monitoring.MonitoringReport.MetricValue;
import dev.tidemill.monitoring.MonitoringReport.Quality;
import dev.tidemill.monitoring.MonitoringReport.Slice;
import dev.tidemill.monitoring.MonitoringReport.Summary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static MonitoringReport report(List<Channel> channels) {
        LabelCounts labels = new LabelCounts(
                "joined", "m", 3, null, Parcels.NOON, Parcels.NOON, Parcels.CUT_OFF, 1234567, 5, 6, 7, 8, 9, 10, "key");
        return new MonitoringReport(
                1, "default", "p", "rev", "x1", "m", 3, null, Parcels.NOON, 0.05, 100, labels, 0, channels);
    }

    @Test
    void page_textsFromData_areEscaped() {
        Feature feature = new Feature(
                "a<b>&\"'",
                "numeric",
                "drift",
                new MonitoringReport.Test("ks", 0.5, 0.05, 0.001, 0.002, true),
                null,
                new Summary(10, 0.1, 2.0, null),
                new Summary(10, 0.2, 3.0, null),
                Map.of("STALE", 0.25));
        List<MetricValue> metrics = List.of(new MetricValue("log-loss", 0.25, null, 0.2));
        Quality quality = new Quality(
                "dropped", 12, metrics, List.of(new Slice("depot", "<script>alert(1)</script>", 12, metrics)));

        String page = ReportPage.of(
                report(List.of(new Channel("online", 12, "drift", List.of("a<b>"), List.of(feature), quality))));

        assertThat(page)
                .contains("a&lt;b&gt;&amp;&quot;&#39;", "&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script")
                .contains("<span class=\"bad\">drift</span>", "<span class=\"bad\">dropped</span>")
                .contains("STALE 25.0%", "1,234,567", "0.2500")
                .contains("prefers-color-scheme:dark", "color-scheme:light dark")
                .doesNotContain("http");
    }

    @Test
    void page_nothingCaptured_saysSo() {
        assertThat(ReportPage.of(report(List.of()))).contains("No prediction of this version was captured");
    }
}
