package dev.tidemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemill.columnar.LeakCheck.Kind;
import dev.tidemill.columnar.LeakCheck.Leak;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.FeaturesSpec;
import dev.tidemill.contract.project.ProjectSpec.LabelSpec;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.project.ProjectSpec.SplitSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import dev.tidemill.core.Span;
import dev.tidemill.core.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leaks planted into the project of {@link Specs}, each to be found by the name of its column. */
class LeakCheckTest {
    private static final SplitSpec SPLIT = new SplitSpec("time", Span.parse("P1D"), Span.parse("P1D"), null);

    @TempDir
    private Path folder;

    private final List<Integer> done = new ArrayList<>();

    private List<Leak> check(ProjectSpec spec, Lake lake) {
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            ProjectData data =
                    ProjectData.mount(sandbox, lake, Workspace.DEFAULT, spec, List.of("rides", "weather"), Map.of());
            return new LeakCheck(data).check(12, (now, all) -> done.add(all - now));
        }
    }

    private List<Leak> check(ProjectSpec spec) {
        return check(spec, Bikes.lake(folder));
    }

    private static ProjectSpec withViews(ProjectSpec spec, Map<String, ViewSpec> views) {
        return new ProjectSpec(
                spec.apiVersion(),
                spec.project(),
                spec.goal(),
                spec.access(),
                spec.datasets(),
                spec.request(),
                new FeaturesSpec(views, Map.of()),
                spec.label(),
                spec.training(),
                spec.evaluation(),
                spec.serving(),
                spec.monitoring());
    }

    private static ProjectSpec withView(String sql) {
        Map<String, ViewSpec> views =
                new LinkedHashMap<>(Specs.project().features().views());
        views.put(
                "planted",
                new ViewSpec(
                        "station",
                        "station",
                        new Sql("features/planted.sql", sql),
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        "latest",
                        null,
                        null));
        return withViews(Specs.project(), views);
    }

    @Test
    void check_honestProject_findsNothing() {
        assertThat(check(Specs.project())).isEmpty();
        assertThat(done).as("counts down").hasSizeGreaterThan(12).last().isEqualTo(0);
        assertThat(done).isSortedAccordingTo((a, b) -> b - a);
    }

    @Test
    void check_windowByEventTime_namesItsFeature() {
        Lake lake = Bikes.lake(folder);
        StringBuilder longRides = new StringBuilder("ride,started,station,minutes\n");
        for (int hour = 1; hour < 240; hour += 2) {
            // still on the way when the next ride is predicted
            longRides
                    .append(hour)
                    .append(',')
                    .append(Bikes.START.plusSeconds(3_600L * hour))
                    .append(",A,")
                    .append(200 + hour)
                    .append('\n');
        }
        Bikes.ingest(lake, folder, "rides", longRides.toString());

        List<Leak> leaks = check(
                withView("SELECT station, started AS event_time, started AS available_at, avg(minutes) OVER"
                        + " (PARTITION BY station ORDER BY started RANGE BETWEEN INTERVAL 6 HOURS PRECEDING AND CURRENT"
                        + " ROW) AS mean_minutes FROM rides"),
                lake);

        assertThat(leaks)
                .singleElement()
                .returns(Kind.FEATURE, Leak::kind)
                .returns("planted.mean_minutes", Leak::column)
                .returns("features/planted.sql", Leak::place)
                .satisfies(leak -> {
                    assertThat(leak.example()).matches("predict_at 2013-.*, ride \\d+");
                    assertThat(leak.trained()).isNotEqualTo(leak.known());
                    assertThat(leak.examples()).isPositive();
                });
    }

    @Test
    void check_sameHourWeather_namesItsFeature() {
        List<Leak> leaks = check(withView(
                "SELECT station, hour AS event_time, hour AS available_at, temp AS temp_of_the_hour FROM weather"));

        assertThat(leaks).extracting(Leak::column).containsExactly("planted.temp_of_the_hour");
    }

    @Test
    void check_backFilledCorrection_namesItsFeature() {
        Lake lake = Bikes.lake(folder);
        StringBuilder corrections = new StringBuilder("ride,started,station,minutes\n");
        for (int hour = 0; hour < 240; hour += 2) {
            // known only 50 hours after the ride began
            corrections
                    .append(hour)
                    .append(',')
                    .append(Bikes.START.plusSeconds(3_600L * hour))
                    .append(",A,3000\n");
        }
        Bikes.ingest(lake, folder, "rides", corrections.toString());

        List<Leak> leaks = check(
                withView("SELECT any_value(station) AS station, max(started) AS event_time,"
                        + " max(started) + INTERVAL 30 MINUTES AS available_at, max(minutes) AS last_minutes FROM rides"
                        + " GROUP BY ride"),
                lake);

        assertThat(leaks).extracting(Leak::column).contains("planted.last_minutes");
        assertThat(leaks).extracting(Leak::kind).containsOnly(Kind.FEATURE);
    }

    @Test
    void check_outcomeInTheRequest_namesColumnAndOutcome() {
        ProjectSpec spec = Specs.project(
                new Sql(
                        "features/requests.sql",
                        "SELECT started AS starts, station, ride, started - INTERVAL 1 HOUR AS predict_at,"
                                + " minutes > 12 AS long_guess FROM rides"),
                Specs.LABELS,
                SPLIT);
        RequestSpec request = Specs.request();
        Map<String, ProjectSpec.ColumnSpec> columns = new LinkedHashMap<>(request.columns());
        columns.put("long_guess", Specs.column(ColumnType.BOOL));
        ProjectSpec leaking = new ProjectSpec(
                spec.apiVersion(),
                spec.project(),
                spec.goal(),
                null,
                spec.datasets(),
                new RequestSpec(request.key(), request.time(), columns),
                spec.features(),
                spec.label(),
                spec.training(),
                null,
                spec.serving(),
                null);

        assertThat(check(leaking))
                .extracting(Leak::kind, Leak::column, Leak::place, Leak::example)
                .containsExactly(tuple(
                        Kind.REQUEST_COLUMN, "long_guess", "features/requests.sql", "the outcome minutes of rides"));
    }

    @Test
    void check_examplesChosenByAnOutcome_namesTheirKey() {
        Sql chosen = new Sql(
                "features/requests.sql", Specs.EXAMPLES.text() + " WHERE coalesce(minutes, 10) < 15 OR ride > 100");

        assertThat(check(Specs.project(chosen, Specs.LABELS, SPLIT)))
                .extracting(Leak::kind, Leak::column)
                .contains(tuple(Kind.REQUEST_COLUMN, "ride"));
    }

    @Test
    void check_labelWindowsThatOverlapTheSplit_namesTheLabel() {
        Sql label = new Sql(
                "features/labels.sql",
                "SELECT a.ride, count(*) FILTER (b.minutes > 15) > 5 AS value, a.started AS available_at FROM rides a"
                        + " JOIN rides b ON b.started BETWEEN a.started AND a.started + INTERVAL 1 DAY GROUP BY ALL");

        List<Leak> leaks = check(Specs.project(Specs.EXAMPLES, label, SPLIT));

        assertThat(leaks)
                .extracting(Leak::kind, Leak::column, Leak::place)
                .containsExactly(tuple(Kind.LABEL, "long", "features/labels.sql"));
    }

    @Test
    void build_earlyOutcomesWithinTheHorizon_belongToNoSplit() {
        LabelSpec label = new LabelSpec("long", Specs.LABELS, true, Span.parse("PT12H"));
        ProjectSpec base = Specs.project();
        ProjectSpec spec = new ProjectSpec(
                base.apiVersion(),
                base.project(),
                base.goal(),
                null,
                base.datasets(),
                base.request(),
                base.features(),
                label,
                base.training(),
                null,
                base.serving(),
                null);
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            ProjectData data = ProjectData.mount(
                    sandbox, Bikes.lake(folder), Workspace.DEFAULT, spec, List.of("rides", "weather"), Map.of());
            TrainingSet set = new TrainingSetBuilder(data).build(null, "x");
            long early = sandbox.number("SELECT count(*) FROM read_parquet("
                    + SqlText.literal(set.file().toString())
                    + ") WHERE (split = 'train' AND predict_at + INTERVAL 12 HOURS > "
                    + SqlText.literal(set.validationFrom())
                    + ") OR (split = 'validation' AND predict_at + INTERVAL 12 HOURS > "
                    + SqlText.literal(set.testFrom()) + ")");
            assertThat(early).isZero();
            assertThat(set.counts().gap()).isGreaterThanOrEqualTo(10);
        }
    }
}
