package dev.tidemill.kernel;

import dev.tidemill.client.Execution;
import dev.tidemill.client.ModelVersionInfo;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.RunInfo;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.Training;
import dev.tidemill.client.plot.ComparedRun;
import dev.tidemill.client.plot.Plot;
import dev.tidemill.kernel.command.Command;
import dev.tidemill.kernel.command.ValueKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Trainings and their runs. */
record TrainingCommands(Desk desk) {
    List<BoundCommand> all() {
        return List.of(
                new BoundCommand(
                        Command.line("train", "Trains a model version and waits for it.")
                                .option("as-of", ValueKind.INSTANT, "Only what was known at this time is trained on.")
                                .flag("promote", "Deploys the version when its gates pass.")
                                .flag("local", "Trains in this kernel instead of on Batch, by the same code.")
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION)
                                .example("%mlops train --as-of 2013-07-01T04:00:00Z"),
                        this::train),
                new BoundCommand(
                        Command.line("runs", "Lists the project's runs, the newest first.")
                                .option("filter", ValueKind.TEXT, "Which ones, in MLflow's grammar, in quotes.")
                                .option("order-by", ValueKind.TEXT, "Such as \"metrics.`test-auc` DESC\", in quotes.")
                                .option("limit", ValueKind.NUMBER, "How many at most; 20 unless given.")
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION)
                                .example("%mlops runs --filter \"metrics.`test-auc` > 0.6\""),
                        this::runs),
                new BoundCommand(
                        Command.line(
                                        "compare",
                                        "Sets runs side by side: what differs in their params, and their metrics.")
                                .repeated("RUN", ValueKind.RUN, true)
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION),
                        this::compare));
    }

    private DisplayData train(Arguments arguments) {
        Instant asOf = arguments.instant("as-of");
        Training training = asOf == null ? Training.onAllData() : Training.asOf(asOf);
        ProjectClient project = desk.project(arguments);
        Training asked = arguments.has("promote") ? training.promotedOnPass() : training;
        Execution ended = arguments.has("local")
                ? project.trainLocally(asked, desk.progress()).orThrow()
                : desk.waited(project.train(asked));
        return gates(project, ended);
    }

    private DisplayData gates(ProjectClient project, Execution ended) {
        int number = (int) ended.result().at("version").integer();
        ModelVersionInfo version = desk.tidemill().model(project.model()).version(number);
        return Shown.of(Reports.gates("version " + number + ": gates " + version.decision(), version.gates()));
    }

    private DisplayData runs(Arguments arguments) {
        String order = arguments.option("order-by", "");
        List<RunInfo> runs = desk.tidemill()
                .tracking()
                .runs(
                        desk.project(arguments).name(),
                        arguments.option("filter", ""),
                        order.isEmpty() ? List.of() : List.of(order),
                        arguments.number("limit", 20));
        return Shown.of(Reports.runs(runs));
    }

    private DisplayData compare(Arguments arguments) {
        if (arguments.words().size() < 2) {
            throw TidemillException.invalidInput(
                    "One run cannot be compared: %mlops " + arguments.command().usage());
        }
        List<RunInfo> runs =
                arguments.words().stream().map(desk.tidemill().tracking()::run).toList();
        Set<String> params = new TreeSet<>();
        Set<String> metrics = new TreeSet<>();
        runs.forEach(run -> {
            params.addAll(run.params().keySet());
            metrics.addAll(run.metrics().keySet());
        });
        List<String> header = new ArrayList<>(List.of(""));
        runs.forEach(run -> header.add(run.name()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(Reports.row("run", runs, RunInfo::id));
        rows.add(Reports.row("status", runs, RunInfo::status));
        for (String param : params) {
            if (runs.stream()
                            .map(run -> run.params().getOrDefault(param, ""))
                            .distinct()
                            .count()
                    > 1) {
                rows.add(Reports.row(param, runs, run -> run.params().getOrDefault(param, "")));
            }
        }
        metrics.removeIf(metric -> metric.startsWith("phase-"));
        for (String metric : metrics) {
            rows.add(Reports.row(
                    metric, runs, run -> Reports.figure(run.metrics().get(metric))));
        }
        draw(runs);
        return Shown.of(new HtmlTable("params that differ, and metrics", header, rows));
    }

    /** As lines over parallel axes, by the metrics of the test that all of them have. */
    private void draw(List<RunInfo> runs) {
        List<String> tested = runs.getFirst().metrics().keySet().stream()
                .filter(metric -> metric.startsWith("test-"))
                .filter(metric -> runs.stream()
                        .allMatch(run -> Double.isFinite(run.metrics().getOrDefault(metric, Double.NaN))))
                .toList();
        if (!tested.isEmpty()) {
            List<ComparedRun> compared = runs.stream()
                    .map(run -> {
                        Map<String, Double> metrics = new TreeMap<>(run.metrics());
                        metrics.keySet().retainAll(tested);
                        return new ComparedRun(run.name(), new TreeMap<>(run.params()), metrics);
                    })
                    .toList();
            desk.output().display(Plot.compareRuns("Runs side by side", compared, tested.getFirst()));
        }
    }
}
