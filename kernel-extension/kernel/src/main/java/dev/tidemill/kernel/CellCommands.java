package dev.tidemill.kernel;

import dev.tidemill.client.TidemillException;
import dev.tidemill.client.engine.FeatureRequest;
import dev.tidemill.client.engine.Scope;
import dev.tidemill.client.table.Table;
import dev.tidemill.kernel.command.Command;
import dev.tidemill.kernel.command.ValueKind;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What takes a whole cell. */
record CellCommands(Desk desk) {
    static final String NAME = "NAME";

    List<BoundCommand> all() {
        return List.of(
                new BoundCommand(
                        Command.cell(
                                        "project",
                                        "Pushes the YAML below with the SQL files of a folder, as a new revision.")
                                .optional("FOLDER", ValueKind.FOLDER)
                                .example("%%mlops project flight-delays"),
                        this::project),
                new BoundCommand(
                        Command.cell(
                                        "sql",
                                        "Runs the SELECT below over local files, the project's datasets and earlier"
                                                + " results; the result is a Table in a variable.")
                                .optional(NAME, ValueKind.VARIABLE)
                                .option("project", ValueKind.PROJECT, "Whose datasets; without it the one in use.")
                                .example(
                                        "%%mlops sql late\nSELECT origin, avg(arr_delay) FROM flights GROUP BY origin"),
                        this::sql),
                new BoundCommand(
                        Command.cell(
                                        "features",
                                        "Adds features to the rows of the SELECT below, as known at each row's own"
                                                + " time; the training set is a Table in a variable.")
                                .optional(NAME, ValueKind.VARIABLE)
                                .option("features", ValueKind.TEXT, "Which ones, with commas; without it all.")
                                .option("as-of", ValueKind.INSTANT, "Only what was known at this time counts.")
                                .option("project", ValueKind.PROJECT, Commands.PROJECT_OPTION)
                                .example(
                                        "%%mlops features training_set --features weather.visib\nSELECT * FROM requests"),
                        this::features));
    }

    private Object project(Arguments arguments) {
        String folder = arguments.wordOrNull(0);
        if (arguments.body().isBlank()) {
            throw TidemillException.invalidInput("The cell holds no YAML below %%mlops project.");
        }
        return Shown.of(ProjectCommands.pushed(
                desk, desk.tidemill().push(Path.of(folder == null ? "." : folder), arguments.body())));
    }

    private Table sql(Arguments arguments) {
        Table table = desk.tidemill().sql(query(arguments), scope(datasetsOf(arguments)));
        return kept(arguments, table);
    }

    private Table features(Arguments arguments) {
        String project = desk.notebook().project(arguments.option("project"));
        try (Table entities = desk.tidemill().sql(query(arguments), scope(project))) {
            FeatureRequest request =
                    new FeatureRequest(project, null, arguments.instant("as-of"), arguments.list("features"));
            return kept(arguments, desk.tidemill().project(project).features(entities, request));
        }
    }

    private static String query(Arguments arguments) {
        if (arguments.body().isBlank()) {
            throw TidemillException.invalidInput("The cell holds no SELECT below %%mlops "
                    + arguments.command().name() + ".");
        }
        return arguments.body();
    }

    private Scope scope(@Nullable String project) {
        return new Scope(Path.of("").toAbsolutePath(), project, desk.notebook().tables());
    }

    /** Files are queried without any project; an API that cannot be reached is then none of the query's business. */
    private @Nullable String datasetsOf(Arguments arguments) {
        String asked = arguments.option("project");
        String used = asked == null ? desk.notebook().used() : asked;
        if (used != null || !desk.notebook().isConnected()) {
            return used;
        }
        try {
            return desk.notebook().project(null);
        } catch (TidemillException e) {
            return null;
        }
    }

    private Table kept(Arguments arguments, Table table) {
        String name = arguments.wordOrNull(0);
        if (name != null) {
            desk.notebook().keep(name, table);
        }
        return table;
    }
}
