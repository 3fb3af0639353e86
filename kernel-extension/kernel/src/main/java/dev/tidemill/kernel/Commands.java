package dev.tidemill.kernel;

import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.Lineage;
import dev.tidemill.client.ModelClient;
import dev.tidemill.client.ModelInfo;
import dev.tidemill.client.ModelMetadata;
import dev.tidemill.client.ModelVersionInfo;
import dev.tidemill.client.Predictions;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.PushedRevision;
import dev.tidemill.client.ServiceInfo;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.Training;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The commands of {@code %mlops}: each is a few calls of the client, and what they gave as a table. */
final class Commands {
    /** Usage by command, in the order of a project's life. */
    static final Map<String, String> USAGE = usage();

    private final Notebook notebook;
    private final Output output;

    Commands(Notebook notebook, Output output) {
        this.notebook = notebook;
        this.output = output;
    }

    private static Map<String, String> usage() {
        Map<String, String> usage = new LinkedHashMap<>();
        usage.put("status", "status");
        usage.put("connect", "connect URL");
        usage.put("use", "use PROJECT");
        usage.put("push", "push FOLDER");
        usage.put("ingest", "ingest DATASET FILE [--project NAME]");
        usage.put("materialize", "materialize INSTANT [--project NAME]");
        usage.put("train", "train [--as-of INSTANT] [--promote] [--project NAME]");
        usage.put("deploy", "deploy VERSION [--alias NAME] [--project NAME]");
        usage.put("predict", "predict COLUMN=VALUE ... [--project NAME]");
        usage.put("monitor", "monitor [--until INSTANT] [--project NAME]");
        usage.put("lineage", "lineage PREDICTION_ID");
        usage.put("executions", "executions [ID] [--kind KIND] [--limit N] [--project NAME]");
        usage.put("help", "help");
        return usage;
    }

    /**
     * Runs one command.
     *
     * @param text the words after {@code %mlops}
     * @return what the cell shows
     * @throws TidemillException when the command is unknown, its words do not fit, or Tidemill refuses or fails
     */
    @Nullable
    Object run(List<String> text) {
        String command = text.isEmpty() ? "help" : text.getFirst();
        if (command.equals("client")) {
            return notebook.tidemill();
        }
        String usage = USAGE.get(command);
        if (usage == null) {
            throw TidemillException.invalidInput(
                    "%mlops has no '" + command + "', only " + String.join(", ", USAGE.keySet()) + ".");
        }
        Arguments arguments = Arguments.parse(
                command,
                usage,
                text.subList(text.isEmpty() ? 0 : 1, text.size()),
                Set.of("project", "as-of", "alias", "until", "kind", "limit"),
                Set.of("promote"));
        return Shown.of(table(arguments));
    }

    private HtmlTable table(Arguments arguments) {
        return switch (arguments.command()) {
            case "status" -> status();
            case "connect" -> connect(arguments);
            case "use" -> use(arguments);
            case "push" -> push(arguments);
            case "ingest" -> ingest(arguments);
            case "materialize" -> ended(project(arguments).materialize(arguments.instantOf(arguments.word(0))));
            case "train" -> train(arguments);
            case "deploy" -> deploy(arguments);
            case "predict" -> predict(arguments);
            case "monitor" -> monitor(arguments);
            case "lineage" -> lineage(arguments);
            case "executions" -> executions(arguments);
            default -> help();
        };
    }

    private ProjectClient project(Arguments arguments) {
        return notebook.tidemill().project(notebook.project(arguments.option("project")));
    }

    private Execution waited(Execution execution) {
        return notebook.tidemill().await(execution, new LiveProgress(output)).orThrow();
    }

    private HtmlTable ended(Execution execution) {
        return facts(execution.kind() + " " + execution.id(), waited(execution).result());
    }

    private static HtmlTable facts(String caption, Document json) {
        List<List<String>> rows = new ArrayList<>();
        json.fields().forEach((name, value) -> rows.add(List.of(name, value.text(value.toString()))));
        return new HtmlTable(caption, List.of("what", "value"), rows);
    }

    private static HtmlTable help() {
        List<List<String>> rows =
                USAGE.values().stream().map(line -> List.of("%mlops " + line)).toList();
        return new HtmlTable("In Java, the variable tidemill does the same", List.of("command"), rows);
    }

    private HtmlTable status() {
        if (!notebook.isConnected()) {
            throw TidemillException.invalidInput(
                    "No API is known: set " + Notebook.ADDRESS + " before the kernel starts, or %mlops connect URL");
        }
        ServiceInfo info = notebook.tidemill().info();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("API", notebook.tidemill().address().toString()));
        rows.add(List.of("version", info.name() + " " + info.version()));
        rows.add(List.of("workspace", info.workspace()));
        rows.add(List.of("projects", String.join(", ", notebook.tidemill().projects())));
        for (ModelInfo model : notebook.tidemill().models()) {
            rows.add(List.of("model " + model.name(), model.aliases().toString()));
        }
        return new HtmlTable("", List.of("what", "value"), rows);
    }

    private HtmlTable connect(Arguments arguments) {
        try {
            TidemillClient other = TidemillClient.at(URI.create(arguments.word(0)));
            other.info();
            notebook.connect(other);
        } catch (IllegalArgumentException e) {
            throw TidemillException.invalidInput("'" + arguments.word(0) + "' is no address: %mlops connect URL");
        }
        return status();
    }

    private HtmlTable use(Arguments arguments) {
        List<String> all = notebook.tidemill().projects();
        if (!all.contains(arguments.word(0))) {
            throw TidemillException.invalidInput(
                    "There is no project '" + arguments.word(0) + "', only " + String.join(", ", all) + ".");
        }
        notebook.use(arguments.word(0));
        return Reports.datasets(
                "project " + arguments.word(0), project(arguments).datasets());
    }

    private HtmlTable push(Arguments arguments) {
        PushedRevision pushed = notebook.tidemill().push(Path.of(arguments.word(0)));
        notebook.use(pushed.project());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("project", pushed.project()));
        rows.add(List.of("revision", pushed.revision() + (pushed.created() ? "" : " (as before)")));
        pushed.warnings().forEach(warning -> rows.add(List.of("warning", warning)));
        return new HtmlTable("", List.of("what", "value"), rows);
    }

    private HtmlTable ingest(Arguments arguments) {
        return ended(project(arguments).ingest(arguments.word(0), Path.of(arguments.word(1))));
    }

    private HtmlTable train(Arguments arguments) {
        Instant asOf = arguments.instant("as-of");
        Training training = asOf == null ? Training.onAllData() : Training.asOf(asOf);
        ProjectClient project = project(arguments);
        Execution ended = waited(project.train(arguments.has("promote") ? training.promotedOnPass() : training));
        int number = (int) ended.result().at("version").integer();
        ModelVersionInfo version = notebook.tidemill().model(project.model()).version(number);
        return Reports.gates("version " + number + ": gates " + version.decision(), version.gates());
    }

    private HtmlTable deploy(Arguments arguments) {
        String alias = arguments.option("alias");
        return ended(project(arguments).deploy(arguments.number(0), alias == null ? "champion" : alias));
    }

    private HtmlTable predict(Arguments arguments) {
        arguments.word(0);
        ModelClient model = notebook.tidemill().model(project(arguments).model());
        ModelMetadata metadata = model.metadata();
        Map<String, Object> row = new LinkedHashMap<>();
        for (String word : arguments.words()) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw TidemillException.invalidInput("'" + word + "' is no COLUMN=VALUE: %mlops " + arguments.usage());
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
        return new HtmlTable("", List.of("output", "value"), rows);
    }

    private static Object typed(String column, String text, String datatype) {
        try {
            return switch (datatype) {
                case "INT64" -> (Object) Long.valueOf(text);
                case "FP64" -> (Object) Double.valueOf(text);
                case "BOOL" -> (Object) Boolean.valueOf(text);
                default -> text;
            };
        } catch (NumberFormatException e) {
            throw TidemillException.invalidInput(column + " has '" + text + "', expected a number.");
        }
    }

    private HtmlTable monitor(Arguments arguments) {
        ProjectClient project = project(arguments);
        Execution ended = waited(project.monitor(arguments.instant("until")));
        return Reports.monitoring(project.report(ended.id()));
    }

    private HtmlTable lineage(Arguments arguments) {
        Lineage lineage = notebook.tidemill().lineage(arguments.word(0), null);
        return Reports.lineage(lineage);
    }

    private HtmlTable executions(Arguments arguments) {
        if (!arguments.words().isEmpty()) {
            return Reports.history(arguments.word(0), notebook.tidemill().history(arguments.word(0)));
        }
        String limit = arguments.option("limit");
        return Reports.executions(project(arguments)
                .executions(arguments.option("kind"), null, limit == null ? 20 : arguments.number(limit)));
    }
}
