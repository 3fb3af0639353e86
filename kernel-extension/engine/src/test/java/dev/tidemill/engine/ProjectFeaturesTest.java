package dev.tidemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.FeatureRequest;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.client.engine.Scope;
import dev.tidemill.client.table.Table;
import dev.tidemill.client.table.TableColumn;
import dev.tidemill.columnar.ProjectData;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.TrainingSet;
import dev.tidemill.columnar.TrainingSetBuilder;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.feature.FeatureStatus;
import dev.tidemill.learning.ArrowRows;
import dev.tidemill.learning.LookedUp;
import dev.tidemill.learning.RequestPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFeaturesTest {
    private static final List<String> FEATURES =
            List.of("weather.temp", "traffic.rides", "traffic.mean_minutes", "hour", "cold", "wait");

    @TempDir
    private Path folder;

    private BikesProject project;
    private LocalEngine engine;

    @BeforeEach
    void open() throws IOException {
        project = new BikesProject(folder);
        engine = new EngineProvider().open(project.api, folder.resolve("engine"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Table sql(String query) {
        return engine.sql(query, Scope.project(folder, "bikes"));
    }

    /** The values that a training computes, by ride: through the training set and the request path, as the trainer. */
    private Map<Long, Map<String, @Nullable Object>> trained() throws IOException {
        Map<Long, Map<String, @Nullable Object>> byRide = new TreeMap<>();
        try (Sandbox sandbox = project.sandbox()) {
            ProjectData data = ProjectData.mount(
                    sandbox,
                    project.lake,
                    Workspace.DEFAULT,
                    project.spec,
                    ProjectData.readByTraining(project.spec),
                    Map.of());
            TrainingSet set = new TrainingSetBuilder(data).build(null, "t");
            try (ArrowReader reader = set.read(sandbox)) {
                Map<String, ColumnType> types = new LinkedHashMap<>();
                reader.getVectorSchemaRoot().getSchema().getFields().stream()
                        .filter(field -> set.features().contains(field.getName()))
                        .forEach(field -> types.put(field.getName(), ArrowRows.type(field)));
                RequestPath path = RequestPath.untrained(project.spec, types);
                while (reader.loadNextBatch()) {
                    for (int i = 0; i < reader.getVectorSchemaRoot().getRowCount(); i++) {
                        Map<String, @Nullable Object> row = ArrowRows.row(reader.getVectorSchemaRoot(), i);
                        Map<String, @Nullable Object> raw = new LinkedHashMap<>();
                        List.of("starts", "station", "ride", "predict_at")
                                .forEach(name -> raw.put(name, row.get(name)));
                        Map<String, LookedUp> found = new LinkedHashMap<>();
                        types.keySet().forEach(name -> {
                            Object value = row.get(name);
                            found.put(
                                    name,
                                    value == null
                                            ? LookedUp.MISSING
                                            : new LookedUp(value, FeatureStatus.PRESENT, null, LookedUp.Source.STORE));
                        });
                        Map<String, @Nullable Object> values =
                                path.values(path.request(raw, Instant.EPOCH, name -> name), found);
                        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
                        FEATURES.forEach(name -> kept.put(name, values.get(name)));
                        byRide.put((Long) values.get("ride"), kept);
                    }
                }
            }
        }
        return byRide;
    }

    @Test
    void features_ofTheProjectsExamples_equalTheTrainersInTheRowsOrder() throws IOException {
        Map<Long, Map<String, @Nullable Object>> expected = trained();
        Table entities = sql("SELECT 'mine' AS note, ride, station, started AS starts,"
                + " started - INTERVAL 1 HOUR AS predict_at, minutes FROM rides WHERE ride <> 100 ORDER BY hash(ride)");

        Table table = engine.features(entities, FeatureRequest.all("bikes"));

        assertThat(table.columns())
                .extracting(TableColumn::name)
                .containsExactly(
                        "note",
                        "ride",
                        "station",
                        "starts",
                        "predict_at",
                        "minutes",
                        "weather.temp",
                        "traffic.rides",
                        "traffic.mean_minutes",
                        "hour",
                        "cold",
                        "wait");
        assertThat(table.sql("SELECT ride FROM t").rows(0, 1_000))
                .isEqualTo(entities.sql("SELECT ride FROM t").rows(0, 1_000));
        assertThat(expected).hasSize(119);
        List<Map<String, @Nullable Object>> rows = table.rows(0, 1_000);
        assertThat(rows).hasSize(119);
        for (Map<String, @Nullable Object> row : rows) {
            Map<String, @Nullable Object> found = new LinkedHashMap<>(row);
            found.keySet().retainAll(FEATURES);
            assertThat(found).as("ride %s", row.get("ride")).isEqualTo(expected.get((Long) row.get("ride")));
        }
        assertThat(table.columns().stream().filter(column -> column.name().equals("weather.temp")))
                .singleElement()
                .satisfies(column -> assertThat(column.nulls()).isBetween(30L, 60L));
    }

    @Test
    void features_someOnly_needTheirColumnsOnly() {
        Table entities = sql("SELECT 'A' AS station, TIMESTAMPTZ '2013-01-03 01:00:00+00' AS predict_at");

        Table table = engine.features(entities, FeatureRequest.of("bikes", List.of("cold")));
        assertThat(table.rows(0, 1))
                .containsExactly(new LinkedHashMap<>(
                        Map.of("station", "A", "predict_at", Instant.parse("2013-01-03T01:00:00Z"), "cold", true)));
        assertThatThrownBy(() -> engine.features(entities, FeatureRequest.of("bikes", List.of("hour"))))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo("INVALID_ENTITIES"))
                .hasMessage(
                        "The entities for the features of bikes have no column 'starts' (timestamp), which hour needs;"
                                + " their columns are station, predict_at.");
        assertThatThrownBy(() -> engine.features(entities, FeatureRequest.of("bikes", List.of("hou"))))
                .hasMessageContaining("no feature 'hou': did you mean 'hour'?");
        assertThatThrownBy(() -> engine.features(entities, FeatureRequest.of("bikes", List.of("weather.tmp"))))
                .hasMessageContaining("no feature 'weather.tmp': did you mean 'weather.temp'?");
    }

    @Test
    void features_asOf_leavesOutWhatCameLater() {
        Table entities = sql("SELECT 'A' AS station, TIMESTAMPTZ '2013-01-03 04:00:00+00' AS predict_at");
        FeatureRequest temp = FeatureRequest.of("bikes", List.of("weather.temp"));

        assertThat(engine.features(entities, temp).doubles("weather.temp")).containsExactly(51);
        assertThat(engine.features(entities, temp.asOf(Instant.parse("2013-01-03T02:30:00Z")))
                        .doubles("weather.temp"))
                .containsExactly(49);
    }

    @Test
    void features_entitiesWithoutTimeOrOfAnotherType_sayWhatIsExpected() {
        assertThatThrownBy(() -> engine.features(sql("SELECT 'A' AS station"), FeatureRequest.all("bikes")))
                .hasMessageContaining("have no column 'predict_at' (timestamp), the time as of which");
        assertThatThrownBy(() -> engine.features(
                        sql("SELECT 'A' AS station, 'today' AS predict_at"),
                        FeatureRequest.of("bikes", List.of("weather.temp"))))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo("INVALID_ENTITIES"))
                .hasMessageContaining("the column predict_at is VARCHAR, the request declares timestamp");
    }

    @Test
    void sql_overADataset_readsItAsTheProjectDoesAndDownloadsOnce() throws IOException {
        assertThat(sql("SELECT count(*) AS n, count(minutes) AS m FROM rides").rows(0, 1))
                .containsExactly(new LinkedHashMap<>(Map.of("n", 120L, "m", 119L)));
        assertThat(sql("FROM rides JOIN weather ON started = hour LIMIT 1").columns())
                .extracting(TableColumn::name)
                .contains("minutes", "temp", "_available_at");
        try (LocalEngine other = new EngineProvider().open(project.api, folder.resolve("engine"))) {
            assertThat(other.sql("FROM weather", Scope.project(folder, "bikes")).rows())
                    .isEqualTo(230);
        }
        assertThat(project.api.downloads).hasSize(2).doesNotHaveDuplicates();
        assertThatThrownBy(() -> sql("FROM ride")).hasMessageContaining("There is no 'ride': did you mean 'rides'?");
    }
}
