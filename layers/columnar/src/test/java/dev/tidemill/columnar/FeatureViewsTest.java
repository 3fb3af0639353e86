package dev.tidemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import dev.tidemill.core.Span;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.feature.FeatureKey;
import dev.tidemill.core.feature.FeatureRow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureViewsTest {
    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private FeatureViews views;

    @BeforeEach
    void mount() {
        sandbox = LocalLake.sandbox(folder);
        views = ProjectData.mount(
                        sandbox,
                        Bikes.lake(folder),
                        Workspace.DEFAULT,
                        Specs.project(),
                        List.of("rides", "weather"),
                        Map.of())
                .views();
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static ViewSpec sqlView(String text) {
        return new ViewSpec(
                "station",
                "station",
                new Sql("features/v.sql", text),
                null,
                null,
                null,
                null,
                Map.of(),
                "latest",
                null,
                null);
    }

    private static ViewSpec window(Map<String, String> columns, String by) {
        return new ViewSpec(
                "station", "station", null, "rides", Span.parse("PT4H"), by, null, columns, "latest", null, null);
    }

    @Test
    void latest_view_isWhatWasKnownThen() {
        ViewSpec view = Specs.weatherView("PT6H");
        List<FeatureRow> rows =
                views.latest(Workspace.DEFAULT, "bikes", "weather", view, Instant.parse("2013-01-03T01:59:59Z"), 7);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("temp", 48.0);
        assertThat(rows)
                .containsExactly(new FeatureRow(
                        new FeatureKey(Workspace.DEFAULT, "bikes", "weather", view.version(), "A"),
                        Instant.parse("2013-01-03T00:00:00Z"),
                        Instant.parse("2013-01-03T01:00:00Z"),
                        7,
                        values));
        assertThat(views.latest(Workspace.DEFAULT, "bikes", "weather", view, Instant.parse("2013-01-01T00:59:59Z"), 7))
                .isEmpty();
    }

    @Test
    void build_window_aggregatesWhatArrivedInIt() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("n", "count(*)");
        columns.put("long_share", "avg(minutes > 15)");
        columns.put("late", "count(*) FILTER (WHERE minutes > 15)");
        columns.put("mean", "avg(minutes)");
        FeatureRow row = views.latest(
                        Workspace.DEFAULT,
                        "bikes",
                        "traffic",
                        window(columns, "available-at"),
                        Instant.parse("2013-01-01T06:30:00Z"),
                        1)
                .getFirst();
        // back: ride 0 at 0:10, 2 at 2:20 (20 minutes), 4 at 4:10, 6 at 6:20 (20 minutes). The last arrival is 6:20; in
        // (2:20, 6:20] are rides 4 and 6: the one exactly at the lower bound is out
        assertThat(row.eventTime()).isEqualTo(Instant.parse("2013-01-01T06:20:00Z"));
        assertThat(row.availableAt()).isEqualTo(row.eventTime());
        assertThat(row.values())
                .containsEntry("n", 2L)
                .containsEntry("long_share", 0.5)
                .containsEntry("late", 1L);
        assertThat(row.values()).containsEntry("mean", 15.0);
    }

    @Test
    void build_windowByEventTime_isAvailableWhenItsLastRowIs() {
        FeatureRow row = views.latest(
                        Workspace.DEFAULT,
                        "bikes",
                        "traffic",
                        window(Map.of("n", "count(*)"), "event-time"),
                        Instant.parse("2013-01-01T06:19:00Z"),
                        1)
                .getFirst();
        // ride 6 started at 6:00 but is known at 6:20 only, so the newest is the window that ended with ride 4 at 4:00
        assertThat(row.eventTime()).isEqualTo(Instant.parse("2013-01-01T04:00:00Z"));
        assertThat(row.availableAt()).isEqualTo(Instant.parse("2013-01-01T04:10:00Z"));
        assertThat(row.values()).containsEntry("n", 2L);
    }

    @Test
    void build_viewWithoutATimeColumn_namesWhatIsMissing() {
        assertThatThrownBy(() -> views.build("v", sqlView("SELECT station, hour AS event_time, temp FROM weather")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("features/v.sql does not return the column available_at");
        assertThatThrownBy(() -> views.build(
                        "v", sqlView("SELECT hour AS event_time, _available_at AS available_at, temp FROM weather")))
                .hasMessageContaining("does not return the column station");
        assertThatThrownBy(() -> views.build(
                        "v",
                        sqlView("SELECT station, CASE WHEN temp < 2 THEN NULL ELSE hour END AS event_time,"
                                + " _available_at AS available_at FROM weather")))
                .hasMessageContaining("2 rows of features/v.sql have no event_time or no available_at");
    }

    @Test
    void build_failingSql_isAProblemThatNamesTheFile() {
        assertThatThrownBy(() -> views.build("v", sqlView("SELECT station, hour AS event_time FROM planes")))
                .hasMessageContaining("there is no dataset 'planes'");
        assertThatThrownBy(() -> views.build(
                        "v",
                        sqlView("SELECT station, hour AS event_time, _available_at AS available_at,"
                                + " CAST(station AS INTEGER) AS x FROM weather")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("SQL_FAILED: features/v.sql")
                .hasMessageContaining("Could not convert string 'A'");
        assertThatThrownBy(() -> views.build("v", window(Map.of("n", "avg(minuts)"), "available-at")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("project.yaml /features/views/v/columns/n")
                .hasMessageContaining("minutes");
    }

    @Test
    void latest_joinedAt_keepsTheNewestOfEachTime() {
        ViewSpec at = new ViewSpec(
                "station",
                "station",
                new Sql(
                        "features/v.sql",
                        "SELECT station, CAST(t AS TIMESTAMPTZ) AS event_time, CAST(k AS TIMESTAMPTZ) AS available_at, x"
                                + " FROM (VALUES ('A', '2024-07-05', '2024-07-01', 1), ('A', '2024-07-05', '2024-07-02', 2),"
                                + " ('A', '2024-07-05', '2024-07-09', 3), ('A', '2024-07-06', '2024-07-01', 4),"
                                + " ('B', '2024-07-05', '2024-07-09', 5)) v(station, t, k, x)"),
                null,
                null,
                null,
                null,
                Map.of(),
                "at",
                "starts",
                null);
        List<FeatureRow> rows =
                views.latest(Workspace.DEFAULT, "bikes", "v", at, Instant.parse("2024-07-03T00:00:00Z"), 1);
        assertThat(rows)
                .extracting(row -> row.key().entity(), row -> row.values().get("x"))
                .containsExactly(tuple("A@2024-07-05T00:00:00Z", 2L), tuple("A@2024-07-06T00:00:00Z", 4L));
    }
}
