package dev.tidemill.kernel;

import dev.tidemill.client.Execution;
import dev.tidemill.client.ModelClient;
import dev.tidemill.client.ModelEventFilter;
import dev.tidemill.client.ModelMetadata;
import dev.tidemill.client.Predictions;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.Upload;
import dev.tidemill.kernel.command.Command;
import dev.tidemill.kernel.command.ValueKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Model versions: which there are, which serve, and what they predict. */
record ModelCommands(Desk desk) {
    private static final String CHAMPION = "champion";
    private static final String WHY = "The reason, kept in the model's history.";
    private static final int EVENTS = 20;

    List<BoundCommand> all() {
        return List.of(
                new BoundCommand(
                        Command.line("models", "Lists the models, or the versions of one.")
                                .optional("MODEL", ValueKind.MODEL)
                                .option(
                                        "version",
                                        ValueKind.VERSION,
                                        "Tells instead what is recorded of this version."),
                        this::models),
                new BoundCommand(
                        Command.line("history", "Tells what happened to a model, the newest first: who, when and why.")
                                .required("MODEL", ValueKind.MODEL)
                                .option("alias", ValueKind.ALIAS, "Only what concerns this alias.")
                                .option("version", ValueKind.VERSION, "Only what concerns this version.")
                                .option("type", ValueKind.TEXT, "Only events of this type, such as AliasMoved.")
                                .option("limit", ValueKind.NUMBER, "How many at most; 20 unless given.")
                                .option(
                                        "at",
                                        ValueKind.INSTANT,
                                        "Tells instead what the alias named at this time; champion unless --alias is"
                                                + " given.")
                                .example("%mlops history delay --alias champion")
                                .example("%mlops history delay --at 2013-07-01T04:00:00Z"),
                        this::history),
                new BoundCommand(
                        Command.line("deploy", "Puts a version under an alias, once it has reproduced its golden rows.")
                                .required("VERSION", ValueKind.VERSION)
                                .option("alias", ValueKind.ALIAS, "Which alias; champion, which serves, unless given.")
                                .option("why", ValueKind.TEXT, WHY)
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION)
                                .example("%mlops deploy 2 --alias challenger"),
                        arguments -> deploy(arguments, arguments.option("alias", CHAMPION))),
                new BoundCommand(
                        Command.line(
                                        "promote",
                                        "Makes a version the champion, which serves; an earlier one rolls back.")
                                .required("VERSION", ValueKind.VERSION)
                                .option("why", ValueKind.TEXT, WHY)
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION),
                        arguments -> deploy(arguments, CHAMPION)),
                new BoundCommand(
                        Command.line("predict", "Predicts one request by the champion.")
                                .repeated("COLUMN=VALUE", ValueKind.COLUMN, true)
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION),
                        this::predict),
                new BoundCommand(
                        Command.line("score", "Predicts every row of a file in batch and shows the predictions.")
                                .required("FILE", ValueKind.FILE)
                                .option(
                                        "alias",
                                        ValueKind.ALIAS,
                                        "By the version under this alias; champion unless given.")
                                .option("version", ValueKind.VERSION, "By this version.")
                                .option("to", ValueKind.FILE, "Writes the predictions to this CSV file too.")
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION)
                                .example("%mlops score requests-2013-07.csv"),
                        this::score));
    }

    private DisplayData models(Arguments arguments) {
        String name = arguments.wordOrNull(0);
        if (arguments.has("version")) {
            if (name == null) {
                throw TidemillException.invalidInput(
                        "--version takes a model: %mlops " + arguments.command().usage());
            }
            return Shown.of(Reports.version(desk.tidemill().model(name).version(arguments.number("version", 1))));
        }
        return name == null
                ? Shown.of(Reports.models(desk.tidemill().models()))
                : Shown.of(Reports.versions(desk.tidemill().model(name).describe()));
    }

    private DisplayData history(Arguments arguments) {
        ModelClient model = desk.tidemill().model(arguments.word(0));
        if (arguments.has("at")) {
            for (String other : List.of("version", "type", "limit")) {
                if (arguments.has(other)) {
                    throw TidemillException.invalidInput("Either --at or --" + other + ": %mlops "
                            + arguments.command().usage());
                }
            }
            return Shown.of(
                    HistoryReport.move(model.aliasAt(arguments.option("alias", CHAMPION), arguments.instant("at"))));
        }
        Integer version = arguments.has("version") ? (Integer) arguments.number("version", 1) : null;
        ModelEventFilter filter = new ModelEventFilter(arguments.option("type"), version, arguments.option("alias"));
        return Shown.of(HistoryReport.events(model.name(), model.history(filter, arguments.number("limit", EVENTS))));
    }

    private DisplayData deploy(Arguments arguments, String alias) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("version", arguments.number(0), "alias", alias));
        if (arguments.has("why")) {
            body.put("why", arguments.option("why", ""));
        }
        return desk.ended(desk.project(arguments)
                .start("/deployments", body, UUID.randomUUID().toString()));
    }

    private DisplayData predict(Arguments arguments) {
        ModelClient model = desk.model(arguments);
        ModelMetadata metadata = model.metadata();
        Map<String, Object> row = new LinkedHashMap<>();
        for (String word : arguments.words()) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw TidemillException.invalidInput("'" + word + "' is no COLUMN=VALUE: %mlops "
                        + arguments.command().usage());
            }
            String column = word.substring(0, equals);
            String type = metadata.input(column)
                    .map(ModelMetadata.Tensor::datatype)
                    .orElse(column.contains(".") ? "FP64" : "BYTES");
            row.put(column, typed(column, word.substring(equals + 1), type));
        }
        Predictions answer = model.predict(List.of(row));
        List<List<String>> rows = new ArrayList<>();
        for (Predictions.Prediction prediction : answer.rows()) {
            prediction.outputs().forEach((name, value) -> rows.add(List.of(name, String.valueOf(value))));
            rows.add(List.of("prediction id", prediction.id()));
        }
        rows.add(List.of("model version", answer.modelVersion()));
        return Shown.of(new HtmlTable("", List.of("output", "value"), rows));
    }

    private static Object typed(String column, String text, String datatype) {
        try {
            return switch (datatype) {
                case "INT64" -> (Object) Long.valueOf(text);
                case "FP64" -> (Object) Double.valueOf(text);
                case "BOOL" -> {
                    if (!text.equals("true") && !text.equals("false")) {
                        throw TidemillException.invalidInput(column + " has '" + text + "', expected true or false.");
                    }
                    yield (Object) Boolean.valueOf(text);
                }
                default -> text;
            };
        } catch (NumberFormatException e) {
            throw TidemillException.invalidInput(column + " has '" + text + "', expected a number.");
        }
    }

    private Object score(Arguments arguments) {
        ProjectClient project = desk.project(arguments);
        Path file = Path.of(arguments.word(0));
        String version = arguments.option("version");
        if (version != null && arguments.has("alias")) {
            throw TidemillException.invalidInput(
                    "Either --alias or --version: %mlops " + arguments.command().usage());
        }
        Upload upload = project.uploadForScoring(file);
        Execution scoring = version == null
                ? project.score(upload, arguments.option("alias", CHAMPION))
                : project.score(upload, arguments.number("version", 1));
        Execution ended = desk.waited(scoring);
        byte[] csv = desk.tidemill().scoringResults(ended.id());
        String to = arguments.option("to");
        try {
            Path results = to == null ? Files.createTempFile("scoring-", ".csv") : Path.of(to);
            Files.write(results, csv);
            Object table =
                    desk.tidemill().sql("SELECT * FROM '" + results.toString().replace("'", "''") + "'");
            if (to == null) {
                Files.delete(results);
            }
            return table;
        } catch (IOException e) {
            throw TidemillException.invalidInput("The predictions cannot be written: " + e.getMessage());
        }
    }
}
