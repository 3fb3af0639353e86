package dev.tidemill.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.columnar.FolderDatabase;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.columnar.SqlText;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.EvaluationSpec;
import dev.tidemill.contract.project.ProjectSpec.MonitoringSpec;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.contract.workflow.WorkerOutcome;
import dev.tidemill.contract.workflow.WorkerOutcome.OutcomeEvent;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.monitoring.MonitoringReport.Channel;
import dev.tidemill.monitoring.MonitoringReport.Feature;
import dev.tidemill.monitoring.MonitoringReport.MetricValue;
import dev.tidemill.monitoring.MonitoringReport.Quality;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports drift and quality of the joined predictions, channel by channel, as JSON and as a page. The same joined
 * predictions give the same bytes. Drift raises an event and starts nothing.
 */
final class WriteReport {
    /** Status of a result that tells of a report. */
    static final String REPORTED = "reported";

    private static final int MINIMUM_ROWS = 100;

    private final Champion.Finder champions;
    private final ObjectStore artifacts;
    private final Path folder;
    private final SandboxSettings settings;

    /**
     * @param folder in which executions work
     * @param settings of the database that reads the joined predictions
     */
    WriteReport(Champion.Finder champions, ObjectStore artifacts, Path folder, SandboxSettings settings) {
        this.champions = champions;
        this.artifacts = artifacts;
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * Writes the report.
     *
     * @param joined result of joining the labels
     */
    WorkerOutcome report(ExecutionContext execution, JsonNode joined) {
        if (joined.path("status").asText().equals(JoinLabels.NO_CHAMPION)) {
            return WorkerOutcome.succeeded(joined);
        }
        LabelCounts labels = Json.read(joined, LabelCounts.class);
        ProjectSpec spec = PushedProject.load(artifacts, execution.tenant(), execution.project(), execution.revision())
                .spec();
        Champion champion = champions.version(execution.tenant(), labels.model(), labels.version());
        MonitoringReport report = read(execution, spec, champion, labels);
        String prefix = execution.folder();
        String reportKey = prefix + "report.json";
        String pageKey = prefix + "report.html";
        artifacts.write(reportKey, Json.write(report).getBytes(StandardCharsets.UTF_8), "application/json");
        artifacts.write(pageKey, ReportPage.of(report).getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8");
        ObjectNode result = joined.deepCopy();
        result.put("status", REPORTED);
        result.put("reportKey", reportKey);
        result.put("pageKey", pageKey);
        ObjectNode channels = result.putObject("channels");
        report.channels().forEach(channel -> channels.set(channel.channel(), summary(channel)));
        return WorkerOutcome.succeeded(result, events(report, reportKey).toArray(OutcomeEvent[]::new));
    }

    private MonitoringReport read(ExecutionContext execution, ProjectSpec spec, Champion champion, LabelCounts labels) {
        MonitoringSpec monitoring = spec.monitoring();
        double rate = monitoring == null ? 0.05 : monitoring.drift().falseDiscoveryRate();
        ProjectSpec trained = champion.bundle().path().spec();
        int minimumRows = trained.evaluation() == null
                ? MINIMUM_ROWS
                : trained.evaluation().minimumRows();
        try (Sandbox sandbox = Sandbox.open(folder, execution.id(), settings);
                FolderDatabase analysis = FolderDatabase.open(sandbox.folder(), settings)) {
            Path file = sandbox.newFile(".parquet");
            if (!artifacts.download(labels.labelledKey(), file)) {
                throw new IllegalStateException("no object " + labels.labelledKey() + " in the artifacts store");
            }
            String all = "read_parquet(" + SqlText.literal(file.toString()) + ")";
            String mine = JoinedColumns.VERSION + " = " + champion.version().number();
            List<String> names = analysis.query(
                    "SELECT DISTINCT " + JoinedColumns.CHANNEL + " FROM " + all + " WHERE " + mine + " ORDER BY 1",
                    row -> row.getString(1));
            List<Channel> channels = new ArrayList<>();
            for (String name : names) {
                String relation = "(SELECT * FROM " + all + " WHERE " + mine + " AND " + JoinedColumns.CHANNEL + " = "
                        + SqlText.literal(name) + ")";
                channels.add(channel(analysis, name, relation, champion, trained, monitoring, rate, minimumRows));
            }
            return new MonitoringReport(
                    MonitoringReport.FORMAT,
                    execution.workspace(),
                    execution.project(),
                    execution.revision(),
                    execution.id(),
                    labels.model(),
                    labels.version(),
                    labels.from(),
                    labels.until(),
                    rate,
                    minimumRows,
                    labels,
                    analysis.number("SELECT count(*) FROM " + all + " WHERE NOT " + mine),
                    channels);
        }
    }

    private static Channel channel(
            FolderDatabase analysis,
            String name,
            String relation,
            Champion champion,
            ProjectSpec trained,
            @Nullable MonitoringSpec monitoring,
            double rate,
            int minimumRows) {
        CurrentRows rows = new CurrentRows(analysis, relation);
        List<Feature> features = List.of();
        if (trained.training() != null) {
            features = new ChannelDrift(
                            trained.training().inputs(), champion.reference(), champion.encoder(), rate, minimumRows)
                    .features(rows);
        }
        List<String> drifted = features.stream()
                .filter(feature -> feature.decision().equals(MonitoringReport.DRIFT))
                .map(Feature::name)
                .toList();
        String drift = !drifted.isEmpty()
                ? MonitoringReport.DRIFT
                : rows.rows() < minimumRows ? MonitoringReport.UNDECIDED : MonitoringReport.NO_DRIFT;
        EvaluationSpec evaluation = trained.evaluation();
        Quality quality = evaluation == null
                ? new Quality(MonitoringReport.UNDECIDED, 0, List.of(), List.of())
                : new ChannelQuality(
                                trained.goal().problem(),
                                evaluation,
                                champion.bundle().manifest().baseline(),
                                champion.manifest().metrics(),
                                monitoring == null
                                        ? null
                                        : monitoring.retrainOn().qualityDrop())
                        .measure(analysis, relation);
        return new Channel(name, rows.rows(), drift, drifted, features, quality);
    }

    private static ObjectNode summary(Channel channel) {
        ObjectNode summary =
                Json.object().put("predictions", channel.predictions()).put("drift", channel.drift());
        channel.drifted().forEach(summary.putArray("drifted")::add);
        summary.put("features", channel.features().size());
        summary.put("labelled", channel.quality().rows())
                .put("quality", channel.quality().decision());
        ObjectNode metrics = summary.putObject("metrics");
        channel.quality().metrics().forEach(metric -> metrics.put(metric.metric(), metric.value()));
        return summary;
    }

    private static List<OutcomeEvent> events(MonitoringReport report, String reportKey) {
        List<OutcomeEvent> events = new ArrayList<>();
        for (Channel channel : report.channels()) {
            if (channel.drift().equals(MonitoringReport.DRIFT)) {
                ObjectNode detail = detail(report, channel, reportKey);
                channel.drifted().forEach(detail.putArray("drifted")::add);
                events.add(new OutcomeEvent("DriftDetected", report.model(), detail));
            }
            if (channel.quality().decision().equals(MonitoringReport.DROPPED)) {
                MetricValue metric = channel.quality().metrics().getFirst();
                ObjectNode detail = detail(report, channel, reportKey);
                detail.put("metric", metric.metric())
                        .put("value", metric.value())
                        .put("test", metric.test());
                detail.put("rows", channel.quality().rows());
                events.add(new OutcomeEvent("QualityDropped", report.model(), detail));
            }
        }
        return events;
    }

    private static ObjectNode detail(MonitoringReport report, Channel channel, String reportKey) {
        return Json.object()
                .put("model", report.model())
                .put("version", report.version())
                .put("channel", channel.channel())
                .put("until", report.until().toString())
                .put("reportKey", reportKey);
    }
}
