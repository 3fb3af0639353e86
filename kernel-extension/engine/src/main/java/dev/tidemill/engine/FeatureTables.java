package dev.tidemill.engine;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.FeatureRequest;
import dev.tidemill.client.table.Table;
import dev.tidemill.client.table.TableColumn;
import dev.tidemill.columnar.DatasetSource;
import dev.tidemill.columnar.EntityFeatures;
import dev.tidemill.columnar.ProjectData;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SqlText;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Adds a project's features to a reader's rows. Safe for use by several threads. */
final class FeatureTables {
    private static final String ENTITIES = "__given";
    private static final String JOINED = "__joined";

    private final Workbench workbench;
    private final DatasetSource source;
    private final PushedSpecs specs;

    FeatureTables(Workbench workbench, DatasetSource source, PushedSpecs specs) {
        this.workbench = workbench;
        this.source = source;
        this.specs = specs;
    }

    Table compute(Table entities, FeatureRequest request) throws SQLException, IOException {
        ProjectSpec spec = specs.load(request.project(), request.revision());
        List<String> given = entities.columns().stream().map(TableColumn::name).toList();
        FeatureChoice choice = FeatureChoice.of(spec, request.features());
        choice.check(given);
        Path folder = Path.of("").toAbsolutePath();
        try (Sandbox sandbox = workbench.sandbox("features", folder)) {
            workbench.mount(sandbox, ENTITIES + "_t", entities);
            sandbox.execute("CREATE OR REPLACE TEMP VIEW " + ENTITIES + " AS SELECT *, row_number() OVER () - 1 AS "
                    + EntityFeatures.ROW + " FROM " + SqlText.name(ENTITIES + "_t"));
            ProjectData data = ProjectData.mount(
                    sandbox, source, Workspace.DEFAULT, spec, EntityFeatures.datasets(spec, choice.views()), Map.of());
            Map<String, ColumnType> viewFeatures;
            try {
                viewFeatures =
                        new EntityFeatures(data).join("entities", ENTITIES, choice.views(), request.asOf(), JOINED);
            } catch (ProblemException e) {
                if (e.problem().message().startsWith("entities: ")) {
                    throw new EngineException(
                            "INVALID_ENTITIES",
                            "The entities do not fit the request of " + spec.project() + ": "
                                    + e.problem().message().substring("entities: ".length()) + ".",
                            e);
                }
                throw e;
            }
            choice.checkViewFeatures(viewFeatures.keySet());
            new OnDemandColumns(sandbox, spec, choice).compute(JOINED, given, viewFeatures);
            return workbench.table(sandbox, select(given, choice, viewFeatures), folder);
        }
    }

    private static String select(List<String> given, FeatureChoice choice, Map<String, ColumnType> viewFeatures) {
        List<String> features = new ArrayList<>();
        viewFeatures.keySet().stream()
                .filter(choice::wanted)
                .map(name -> "j." + SqlText.name(name))
                .forEach(features::add);
        choice.onDemand().stream().map(name -> "d." + SqlText.name(name)).forEach(features::add);
        String columns = Stream.concat(given.stream().map(name -> "j." + SqlText.name(name)), features.stream())
                .collect(Collectors.joining(", "));
        String row = EntityFeatures.ROW;
        return "SELECT " + columns + " FROM " + JOINED + " j"
                + (choice.onDemand().isEmpty()
                        ? ""
                        : " JOIN " + OnDemandColumns.TABLE + " d ON j." + row + " = d." + row)
                + " ORDER BY j." + row;
    }
}
