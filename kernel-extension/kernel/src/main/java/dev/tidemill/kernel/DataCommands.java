package dev.tidemill.kernel;

import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.FeatureValue;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.Upload;
import dev.tidemill.kernel.command.Command;
import dev.tidemill.kernel.command.ValueKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** The project's data and the features made of it. */
record DataCommands(Desk desk) {
    List<BoundCommand> all() {
        return List.of(
                new BoundCommand(
                        Command.line("upload", "Uploads a file of rows for a dataset, to be ingested later.")
                                .required("DATASET", ValueKind.DATASET)
                                .required("FILE", ValueKind.FILE)
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION),
                        this::upload),
                new BoundCommand(
                        Command.line("ingest", "Uploads files of rows and ingests each into a dataset, once.")
                                .required("DATASET", ValueKind.DATASET)
                                .repeated("FILE", ValueKind.FILE, true)
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION)
                                .example("%mlops ingest weather weather-2013-01.csv")
                                .example("%mlops ingest weather {folder}/weather-2013-*.csv"),
                        this::ingest),
                new BoundCommand(
                        Command.line("datasets", "Lists the project's datasets with rows, snapshot and watermark.")
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION),
                        arguments -> Shown.of(
                                Reports.datasets("", desk.project(arguments).datasets()))),
                new BoundCommand(
                        Command.line(
                                        "materialize",
                                        "Writes the feature views to the online store as known at an instant.")
                                .required("INSTANT", ValueKind.INSTANT)
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION)
                                .example("%mlops materialize 2013-07-01T04:00:00Z"),
                        arguments -> desk.ended(
                                desk.project(arguments).materialize(arguments.instantOf(arguments.word(0))))),
                new BoundCommand(
                        Command.line("features", "Lists the project's features, or looks them up in the online store.")
                                .repeated("FEATURE", ValueKind.FEATURE_VIEW, false)
                                .option("entities", ValueKind.TEXT, "Keys of the views' entity, with commas.")
                                .option("time", ValueKind.INSTANT, "As they stood at this time; without it now.")
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION)
                                .example(
                                        "%mlops features weather.visib --entities JFK,EWR --time 2013-07-01T04:00:00Z"),
                        this::features));
    }

    private DisplayData upload(Arguments arguments) {
        Upload upload = desk.project(arguments).upload(Path.of(arguments.word(1)), arguments.word(0));
        return Shown.of(new HtmlTable(
                "",
                List.of("what", "value"),
                List.of(
                        List.of("file", upload.filename()),
                        List.of("bytes", String.format(Locale.ROOT, "%,d", upload.size())),
                        List.of("SHA-256", upload.sha256()),
                        List.of("sent", upload.existed() ? "no, the store has this content already" : "yes"),
                        List.of("key", upload.key()))));
    }

    private DisplayData ingest(Arguments arguments) {
        List<Path> files = new ArrayList<>();
        arguments.words().subList(1, arguments.words().size()).forEach(word -> files.addAll(FilePattern.files(word)));
        ProjectClient project = desk.project(arguments);
        String place = Desk.newPlace();
        List<List<String>> rows = new ArrayList<>();
        for (Path file : files) {
            Execution ended = desk.waited(project.ingest(arguments.word(0), file), place);
            Document result = ended.result();
            rows.add(List.of(
                    String.valueOf(file.getFileName()),
                    result.at("status").text(""),
                    String.format(Locale.ROOT, "%,d", result.at("rows").integer(0)),
                    String.format(Locale.ROOT, "%,d", result.at("quarantined").integer(0)),
                    ended.id()));
        }
        return Shown.of(
                new HtmlTable(arguments.word(0), List.of("file", "status", "rows", "quarantined", "execution"), rows));
    }

    private DisplayData features(Arguments arguments) {
        List<String> entities = arguments.list("entities");
        if (entities.isEmpty()) {
            if (!arguments.words().isEmpty()) {
                throw TidemillException.invalidInput("--entities is missing: whose features? %mlops "
                        + arguments.command().usage());
            }
            return Shown.of(Reports.features(desk.project(arguments).describe().at("spec", "features")));
        }
        List<String> names = arguments.words();
        if (names.isEmpty()) {
            names = Reports.viewFeatures(desk.project(arguments).describe().at("spec", "features"));
        }
        Instant told = arguments.instant("time");
        Instant time = told == null ? Instant.now() : told;
        List<List<String>> rows = new ArrayList<>();
        Map<String, Map<String, FeatureValue>> found = desk.project(arguments).onlineFeatures(names, entities, time);
        found.forEach((entity, values) -> values.forEach((name, value) -> rows.add(List.of(
                entity,
                name,
                value.value() == null ? "" : String.valueOf(value.value()),
                value.status(),
                value.ageSeconds() == null ? "" : value.ageSeconds() + " s"))));
        return Shown.of(new HtmlTable(
                "as they stood at " + time, List.of("entity", "feature", "value", "status", "age"), rows));
    }
}
