package dev.tidemill.kernel;

import dev.tidemill.client.ModelInfo;
import dev.tidemill.client.ServiceInfo;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.TidemillException;
import dev.tidemill.kernel.command.Command;
import dev.tidemill.kernel.command.ValueKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Which API and which project the notebook works with. */
record ConnectionCommands(Desk desk) {
    List<BoundCommand> all() {
        return List.of(
                new BoundCommand(
                        Command.line(
                                "status", "Tells which API and project this notebook works with, and what is there."),
                        arguments -> status()),
                new BoundCommand(
                        Command.line("connect", "Works with the API at an address from now on.")
                                .required("URL", ValueKind.CONNECTION)
                                .example("%mlops connect http://127.0.0.1:4566/restapis/tidemill/live/_user_request_"),
                        this::connect),
                new BoundCommand(
                        Command.line("use", "Makes a project the one that commands are about.")
                                .required("PROJECT", ValueKind.PROJECT),
                        this::use));
    }

    private DisplayData status() {
        Notebook notebook = desk.notebook();
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
        String used = notebook.used();
        if (used != null) {
            rows.add(List.of("project in use", used));
        }
        for (ModelInfo model : notebook.tidemill().models()) {
            rows.add(List.of("model " + model.name(), Reports.aliases(model.aliases())));
        }
        return Shown.of(new HtmlTable("", List.of("what", "value"), rows));
    }

    private DisplayData connect(Arguments arguments) {
        try {
            TidemillClient other = TidemillClient.at(URI.create(arguments.word(0)));
            other.info();
            desk.notebook().connect(other);
        } catch (IllegalArgumentException e) {
            throw TidemillException.invalidInput("'" + arguments.word(0) + "' is no address: %mlops connect URL");
        }
        return status();
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
