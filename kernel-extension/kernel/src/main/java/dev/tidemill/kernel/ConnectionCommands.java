package dev.tidemill.kernel;

import dev.tidemill.client.ModelInfo;
import dev.tidemill.client.ServiceInfo;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.connection.Authentication;
import dev.tidemill.client.connection.Compatibility;
import dev.tidemill.client.connection.Connection;
import dev.tidemill.client.connection.Connections;
import dev.tidemill.client.connection.Signers;
import dev.tidemill.kernel.command.Command;
import dev.tidemill.kernel.command.ValueKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/**
 * Which API and which project the notebook works with.
 *
 * @param remembered connections of earlier notebooks
 * @param signers make clients of connections
 */
record ConnectionCommands(Desk desk, Connections remembered, Signers signers) {
    List<BoundCommand> all() {
        return List.of(
                new BoundCommand(
                        Command.line(
                                "status", "Tells which API and project this notebook works with, and what is there."),
                        arguments -> status()),
                new BoundCommand(
                        Command.line("connect", "Works with the API at an address from now on, and remembers it.")
                                .required("URL", ValueKind.CONNECTION)
                                .option("profile", ValueKind.TEXT, "Signs as this profile of the AWS configuration.")
                                .flag("aws", "Signs as the AWS default credentials say; usual for API Gateway's names.")
                                .flag("token", "Sends the bearer token in TIDEMILL_TOKEN.")
                                .option("token-file", ValueKind.FILE, "Sends the bearer token in this file.")
                                .option("workspace", ValueKind.TEXT, "Works in this workspace; default unless given.")
                                .example(
                                        "%mlops connect https://abc123.execute-api.eu-west-1.amazonaws.com/live --profile dev"),
                        this::connect),
                new BoundCommand(
                        Command.line("use", "Makes a project the one that commands are about.")
                                .required("PROJECT", ValueKind.PROJECT),
                        this::use));
    }

    /** Connects as the environment says, or as it was remembered; leaves the notebook alone when neither names an API. */
    void connectAsBefore() {
        remembered.current().ifPresent(connection -> desk.notebook().connect(connection, signers.client(connection)));
    }

    private DisplayData status() {
        Notebook notebook = desk.notebook();
        Connection connection = notebook.connection();
        if (connection == null) {
            throw TidemillException.invalidInput("No API is known: set " + Connections.ADDRESS_VARIABLE
                    + " before the kernel starts, or %mlops connect URL");
        }
        ServiceInfo info = checked(connection, notebook.tidemill());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("API", connection.address().toString()));
        rows.add(List.of("asked as", connection.authentication().description()));
        rows.add(List.of("version", info.name() + " " + info.version()));
        rows.add(List.of("workspace", info.workspace()));
        rows.add(List.of("projects", String.join(", ", notebook.tidemill().projects())));
        String used = notebook.used();
        if (used != null) {
            rows.add(List.of("project in use", used));
        }
        for (ModelInfo model : notebook.tidemill().models()) {
            rows.add(List.of("model " + model.name(), Reports.aliases(model.aliases())));
        }
        rows.add(List.of(
                "known from",
                remembered.isNamedByVariable()
                        ? "the variable " + Connections.ADDRESS_VARIABLE
                        : remembered.file().toString()));
        return Shown.of(new HtmlTable("", List.of("what", "value"), rows));
    }

    private static ServiceInfo checked(Connection connection, TidemillClient client) {
        ServiceInfo info = client.info();
        Compatibility.complaint(connection.address(), info).ifPresent(complaint -> {
            throw TidemillException.invalidInput(complaint);
        });
        return info;
    }

    private DisplayData connect(Arguments arguments) {
        Authentication named = authentication(arguments);
        Connection connection = Connection.to(arguments.word(0), new Authentication.None());
        connection = Connection.to(
                        arguments.word(0), named == null ? Authentication.usual(connection.address()) : named)
                .inWorkspace(arguments.option("workspace", "default"));
        TidemillClient client = signers.client(connection);
        checked(connection, client);
        desk.notebook().connect(connection, client);
        remembered.remember(connection, Instant.now());
        return status();
    }

    private static @Nullable Authentication authentication(Arguments arguments) {
        List<String> given = List.of("profile", "aws", "token", "token-file").stream()
                .filter(arguments::has)
                .toList();
        if (given.size() > 1) {
            throw TidemillException.invalidInput("Only one of --" + String.join(" and --", given) + " can be: %mlops "
                    + arguments.command().usage());
        }
        return switch (given.isEmpty() ? "" : given.getFirst()) {
            case "profile" -> new Authentication.Aws(arguments.option("profile"));
            case "aws" -> new Authentication.Aws(null);
            case "token" -> new Authentication.Token(null);
            case "token-file" ->
                new Authentication.Token(
                        Path.of(arguments.option("token-file", "")).toAbsolutePath());
            default -> null;
        };
    }

    private DisplayData use(Arguments arguments) {
        List<String> all = desk.tidemill().projects();
        if (!all.contains(arguments.word(0))) {
            throw TidemillException.invalidInput(
                    "There is no project '" + arguments.word(0) + "', only " + String.join(", ", all) + ".");
        }
        desk.notebook().use(arguments.word(0));
        return Shown.of(Reports.datasets(
                "project " + arguments.word(0), desk.project(arguments).datasets()));
    }
}
