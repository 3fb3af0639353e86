package dev.tidemill.kernel;

import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.Lineage;
import dev.tidemill.client.LogLine;
import dev.tidemill.client.MonitoringReports;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.RemoteFile;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.plot.DriftCell;
import dev.tidemill.client.plot.Plot;
import dev.tidemill.kernel.command.Command;
import dev.tidemill.kernel.command.ValueKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** What goes on and what went on: monitoring, executions, logs, lineage. */
record OperationCommands(Desk desk) {
    private static final int LOG_LINES = 200;

    List<BoundCommand> all() {
        return List.of(
                new BoundCommand(
                        Command.line("monitor", "Reports drift and quality of what was predicted, now.")
                                .option("until", ValueKind.INSTANT, "Predictions up to this time; else the watermark.")
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION),
                        this::monitor),
                new BoundCommand(
                        Command.line("report", "Shows the report of a monitoring; without its id the newest.")
                                .optional("EXECUTION", ValueKind.REPORT)
                                .option("history", ValueKind.NUMBER, "Draws the drift of so many reports by time.")
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION),
                        this::report),
                new BoundCommand(
                        Command.line("lineage", "Tells which model, run, data and commit a prediction comes from.")
                                .required("PREDICTION", ValueKind.PREDICTION),
                        this::lineage),
                new BoundCommand(
                        Command.line("triggers", "Lists what events led to, the decisions against an execution too.")
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION),
                        arguments -> Shown.of(
                                Reports.triggers(desk.project(arguments).triggers()))),
                new BoundCommand(
                        Command.line("executions", "Lists executions, or follows one by its id until it has ended.")
                                .optional("EXECUTION", ValueKind.EXECUTION)
                                .option(
                                        "kind",
                                        ValueKind.TEXT,
                                        "Only of this kind.",
                                        "ingestion",
                                        "materialization",
                                        "training",
                                        "deployment",
                                        "scoring",
                                        "monitoring")
                                .option("limit", ValueKind.NUMBER, "How many at most; 20 unless given.")
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION),
                        this::executions),
                new BoundCommand(
                        Command.line("logs", "Shows what was logged for an execution.")
                                .optional("EXECUTION", ValueKind.EXECUTION)
                                .option("limit", ValueKind.NUMBER, "How many lines at most; 200 unless given."),
                        this::logs),
                new BoundCommand(
                        Command.line("cancel", "Cancels an execution; without an id the one that was waited for last.")
                                .optional("EXECUTION", ValueKind.EXECUTION),
                        this::cancel),
                new BoundCommand(
                        Command.line(
                                        "open",
                                        "Gives addresses for a browser: the files of a report, or of the API itself.")
                                .optional("EXECUTION", ValueKind.REPORT)
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION),
                        this::open));
    }

    private DisplayData monitor(Arguments arguments) {
        ProjectClient project = desk.project(arguments);
        Execution ended = desk.waited(project.monitor(arguments.instant("until")));
        return shown(project.report(ended.id()));
    }

    private DisplayData report(Arguments arguments) {
        ProjectClient project = desk.project(arguments);
        int history = arguments.number("history", 1);
        if (history > 1) {
            Map<String, Document> reports = new TreeMap<>();
            for (Execution monitoring : project.executions("monitoring", "SUCCEEDED", history)) {
                Document report = project.report(monitoring.id());
                reports.put(report.at("until").text(monitoring.id()), report);
            }
            drift(reports, List.of("batch", "online"));
        }
        return shown(project.report(reported(project, arguments.wordOrNull(0))));
    }

    /** The drift of one report's channels as a heat map, and all of it as a table. */
    private DisplayData shown(Document report) {
        Map<String, Document> one = Map.of("", report);
        List<DriftCell> cells = new ArrayList<>();
        for (String channel : List.of("batch", "online")) {
            MonitoringReports.drift(one, channel)
                    .forEach(cell ->
                            cells.add(new DriftCell(cell.feature(), channel, cell.statistic(), cell.significant())));
        }
        draw("Drift of the inputs up to " + report.at("until").text(""), cells);
        return Shown.of(Reports.monitoring(report));
    }

    private void drift(Map<String, Document> reports, List<String> channels) {
        for (String channel : channels) {
            draw("Drift of the inputs, " + channel, MonitoringReports.drift(reports, channel));
        }
    }

    private void draw(String title, List<DriftCell> cells) {
        if (!cells.isEmpty()) {
            desk.output().display(Plot.driftHeatMap(title, "statistic / its threshold (1 = drift)", cells));
        }
    }

    private static String reported(ProjectClient project, @Nullable String asked) {
        if (asked != null) {
            return asked;
        }
        List<Execution> newest = project.executions("monitoring", "SUCCEEDED", 1);
        if (newest.isEmpty()) {
            throw TidemillException.invalidInput("There is no report yet: %mlops monitor");
        }
        return newest.getFirst().id();
    }

    private DisplayData lineage(Arguments arguments) {
        Lineage lineage = desk.tidemill().lineage(arguments.word(0), null);
        desk.output().display(lineage.graph());
        return Shown.of(Reports.lineage(lineage));
    }

    private Object executions(Arguments arguments) {
        String id = arguments.wordOrNull(0);
        if (id == null) {
            return Shown.of(Reports.executions(
                    desk.project(arguments).executions(arguments.option("kind"), null, arguments.number("limit", 20))));
        }
        Execution execution = desk.tidemill().execution(id);
        return execution.isRunning()
                ? desk.ended(execution)
                : Shown.of(Reports.history(execution, desk.tidemill().history(id)));
    }

    /** The execution that is meant. */
    private String meant(Arguments arguments) {
        String asked = arguments.wordOrNull(0);
        String last = desk.notebook().waitedFor();
        if (asked != null) {
            return asked;
        }
        if (last == null) {
            throw TidemillException.invalidInput(
                    "Which execution? %mlops " + arguments.command().usage() + "; %mlops executions lists them.");
        }
        return last;
    }

    private DisplayData logs(Arguments arguments) {
        String id = meant(arguments);
        List<LogLine> lines = desk.tidemill().logs(id, null, arguments.number("limit", LOG_LINES));
        List<List<String>> rows = lines.stream()
                .map(line -> List.of(Reports.time(line.time()), line.level(), line.source(), line.message()))
                .toList();
        return Shown.of(new HtmlTable(
                rows.isEmpty() ? "Nothing was logged for " + id + " yet." : "log of " + id,
                List.of("time", "level", "source", "message"),
                rows));
    }

    private DisplayData cancel(Arguments arguments) {
        Execution cancelled = desk.tidemill().cancel(meant(arguments));
        return Shown.of(Reports.executions(List.of(cancelled)));
    }

    private DisplayData open(Arguments arguments) {
        String id = arguments.wordOrNull(0);
        List<List<String>> links = new ArrayList<>();
        if (id == null) {
            String api = desk.tidemill().address().toString();
            links.add(List.of("API", api + "/v1"));
            links.add(List.of("OpenAPI document", api + "/v1/openapi.json"));
        } else {
            for (RemoteFile file : desk.project(arguments).reportFiles(id)) {
                links.add(List.of(file.name(), file.url().toString()));
            }
            if (links.isEmpty()) {
                throw TidemillException.invalidInput("The monitoring " + id + " has left no files yet.");
            }
        }
        return Shown.links(links);
    }
}
