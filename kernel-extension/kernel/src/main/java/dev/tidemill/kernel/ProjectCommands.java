package dev.tidemill.kernel;

import dev.tidemill.client.Document;
import dev.tidemill.client.PushedRevision;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.InferRequest;
import dev.tidemill.client.engine.Leak;
import dev.tidemill.client.engine.Preview;
import dev.tidemill.kernel.command.Command;
import dev.tidemill.kernel.command.ValueKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** The project: a first one for a file, its checks, its revisions and what it asks of callers. */
record ProjectCommands(Desk desk) {
    private static final int USUAL_SAMPLE = 200;

    List<BoundCommand> all() {
        return List.of(
                new BoundCommand(
                        Command.line("init", "Writes a first project into a folder for a CSV file of yours.")
                                .required("FOLDER", ValueKind.FOLDER)
                                .option("from", ValueKind.FILE, "The CSV file.")
                                .option("label", ValueKind.TEXT, "The column that is to be predicted.")
                                .option("problem", ValueKind.TEXT, "What is predicted.", "binary", "regression")
                                .option("key", ValueKind.TEXT, "Columns that together identify a row, with commas.")
                                .option("event-time", ValueKind.TEXT, "Column of the time at which a row held.")
                                .option("name", ValueKind.TEXT, "Name of the project; without it the folder's.")
                                .option("dataset", ValueKind.TEXT, "Name of the dataset; without it the file's.")
                                .example("%mlops init tides --from tides.csv --label height --event-time measured_at"),
                        this::init),
                new BoundCommand(
                        Command.line(
                                        "validate",
                                        "Checks a project's folder as a push would, and looks for leaks in its training"
                                                + " set; keeps nothing.")
                                .required("FOLDER", ValueKind.FOLDER)
                                .option(
                                        "sample",
                                        ValueKind.NUMBER,
                                        "Examples that are computed again from what was known at their time; 200.")
                                .flag("no-leaks", "Looks at the files alone.")
                                .example("%mlops validate . --sample 50"),
                        this::validate),
                new BoundCommand(
                        Command.line(
                                        "preview",
                                        "Shows what a folder's training set would be of the data that is ingested: rows,"
                                                + " availability, splits, share of the label; keeps nothing.")
                                .required("FOLDER", ValueKind.FOLDER),
                        this::preview),
                new BoundCommand(
                        Command.line(
                                        "push",
                                        "Pushes a project's folder as a new revision and works with it from now on.")
                                .required("FOLDER", ValueKind.FOLDER)
                                .example("%mlops push ."),
                        this::push),
                new BoundCommand(
                        Command.line("contract", "Tells what the project's requests and datasets have to hold.")
                                .optional("DATASET", ValueKind.DATASET)
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION),
                        this::contract));
    }

    private DisplayData init(Arguments arguments) {
        Path folder = Path.of(arguments.word(0));
        String from = arguments.option("from");
        if (from == null) {
            throw TidemillException.invalidInput(
                    "--from is missing: %mlops " + arguments.command().usage());
        }
        if (Files.exists(folder.resolve("project.yaml"))) {
            throw TidemillException.invalidInput(
                    folder.resolve("project.yaml") + " is there already: choose another folder, or remove it.");
        }
        String name = arguments.option(
                "name", String.valueOf(folder.toAbsolutePath().normalize().getFileName()));
        Map<String, String> files = desk.tidemill()
                .inferProject(
                        Path.of(from),
                        new InferRequest(
                                name,
                                told(arguments, "dataset"),
                                told(arguments, "label"),
                                told(arguments, "problem"),
                                arguments.list("key"),
                                told(arguments, "event-time")));
        List<List<String>> rows = new ArrayList<>();
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.toAbsolutePath().getParent());
                Files.writeString(path, file.getValue());
                rows.add(List.of(path.toString(), file.getValue()));
            }
        } catch (IOException e) {
            throw TidemillException.invalidInput("The folder " + folder + " cannot be written: " + e.getMessage());
        }
        return Shown.of(
                new HtmlTable("Check what was guessed, then %mlops push " + folder, List.of("file", "content"), rows));
    }

    private static @Nullable String told(Arguments arguments, String option) {
        String value = arguments.option(option, "");
        return value.isBlank() ? null : value;
    }

    private DisplayData validate(Arguments arguments) {
        Path folder = Path.of(arguments.word(0));
        Document answer = desk.tidemill().validate(folder);
        List<List<String>> rows = new ArrayList<>();
        for (String part : List.of("details", "warnings")) {
            for (Document each : answer.at(part).elements()) {
                rows.add(List.of(
                        part.equals("warnings") ? "warning" : "error",
                        each.at("place").text(""),
                        each.at("value").text(""),
                        each.at("expected").text("")));
            }
        }
        boolean valid = answer.at("valid").isTrue();
        String verdict = valid
                ? "The project is valid."
                        + (arguments.has("no-leaks")
                                ? ""
                                : leaks(folder, arguments.number("sample", USUAL_SAMPLE), rows))
                : answer.at("message").text("The project is not valid.");
        return Shown.of(new HtmlTable(verdict, List.of("", "place", "value", "expected"), rows));
    }

    /** Adds a row for each leak; the sentence says what was looked at. */
    private String leaks(Path folder, int sample, List<List<String>> rows) {
        String place = Desk.newPlace();
        try {
            List<Leak> leaks = desk.tidemill()
                    .leaks(folder, sample, line -> desk.output().show(place, HtmlTable.escaped(line), line));
            for (Leak leak : leaks) {
                rows.add(List.of(
                        "leak",
                        leak.place(),
                        leak.column() + " of " + leak.example() + ": " + leak.trained() + ", known: " + leak.known(),
                        leak.message()));
            }
            return leaks.isEmpty()
                    ? " No leak was found in " + sample + " sampled examples."
                    : " Its training set leaks: " + leaks.size() + " columns look ahead.";
        } catch (EngineException e) {
            if (!e.code().equals("DATASET_NOT_INGESTED")) {
                throw e;
            }
            return " Leaks were not looked for: " + e.getMessage();
        }
    }

    private DisplayData preview(Arguments arguments) {
        Preview preview = desk.tidemill().preview(Path.of(arguments.word(0)));
        List<List<String>> rows = new ArrayList<>();
        preview.datasets()
                .forEach(dataset -> rows.add(List.of(
                        "dataset " + dataset.name(),
                        String.valueOf(dataset.rows()),
                        dataset.ingestions() + " ingestions, known until " + dataset.watermark())));
        preview.examples().forEach((what, count) -> rows.add(List.of("examples: " + what, String.valueOf(count), "")));
        preview.splits()
                .forEach(split -> rows.add(List.of(
                        split.name(),
                        String.valueOf(split.rows()),
                        split.from() + " to " + split.to() + ", label "
                                + String.format(Locale.ROOT, "%.4f", split.label()))));
        preview.features()
                .forEach(feature -> rows.add(List.of(
                        feature.name(),
                        String.format(Locale.ROOT, "%.1f%%", 100 * feature.present()),
                        "of examples have a value")));
        return Shown.of(new HtmlTable("What a training would be made of", List.of("what", "rows", ""), rows));
    }

    private DisplayData push(Arguments arguments) {
        return Shown.of(pushed(desk, desk.tidemill().push(Path.of(arguments.word(0)))));
    }

    /** What a push made, which is worked with from now on. */
    static HtmlTable pushed(Desk desk, PushedRevision pushed) {
        desk.notebook().use(pushed.project());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("project", pushed.project()));
        rows.add(List.of("revision", pushed.revision() + (pushed.created() ? "" : " (as before)")));
        pushed.warnings().forEach(warning -> rows.add(List.of("warning", warning)));
        return new HtmlTable("", List.of("what", "value"), rows);
    }

    private DisplayData contract(Arguments arguments) {
        Document spec = desk.project(arguments).describe().at("spec");
        String dataset = arguments.wordOrNull(0);
        if (dataset == null) {
            return Shown.of(Reports.columns("A request holds", spec.at("request")));
        }
        Document found = spec.at("datasets", dataset);
        if (!found.isPresent()) {
            throw TidemillException.invalidInput("There is no dataset '" + dataset + "', only "
                    + String.join(", ", spec.at("datasets").fields().keySet()) + ".");
        }
        return Shown.of(Reports.columns("A row of " + dataset + " holds", found));
    }
}
