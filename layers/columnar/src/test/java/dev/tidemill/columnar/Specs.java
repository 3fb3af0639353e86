package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.CaptureSpec;
import dev.tidemill.contract.project.ProjectSpec.CategoricalSpec;
import dev.tidemill.contract.project.ProjectSpec.CheckSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.DatasetSpec;
import dev.tidemill.contract.project.ProjectSpec.FeaturesSpec;
import dev.tidemill.contract.project.ProjectSpec.Goal;
import dev.tidemill.contract.project.ProjectSpec.InputsSpec;
import dev.tidemill.contract.project.ProjectSpec.LabelSpec;
import dev.tidemill.contract.project.ProjectSpec.MissingSpec;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.project.ProjectSpec.ResourcesSpec;
import dev.tidemill.contract.project.ProjectSpec.ServingSpec;
import dev.tidemill.contract.project.ProjectSpec.SourceSpec;
import dev.tidemill.contract.project.ProjectSpec.SplitSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.contract.project.ProjectSpec.TrainerSpec;
import dev.tidemill.contract.project.ProjectSpec.TrainingSpec;
import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import dev.tidemill.core.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small project about rides of bikes: rides have stations, stations have weather. */
final class Specs {
    static final Sql EXAMPLES = new Sql(
            "features/requests.sql",
            "SELECT started AS starts, station, ride, started - INTERVAL 1 HOUR AS predict_at FROM rides");
    static final Sql LABELS = new Sql(
            "features/labels.sql", "SELECT ride, minutes > 15 AS value, _available_at AS available_at FROM rides;");
    static final Sql WEATHER = new Sql(
            "features/weather.sql",
            "SELECT station, hour AS event_time, _available_at AS available_at, temp FROM weather -- hourly");

    private Specs() {}

    static ColumnSpec column(ColumnType type) {
        return new ColumnSpec(type, false, null, null, null, null, null, null);
    }

    static ColumnSpec required(ColumnType type) {
        return new ColumnSpec(type, true, null, null, null, null, null, null);
    }

    static Map<String, ColumnSpec> columns(Object... pairs) {
        Map<String, ColumnSpec> columns = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            columns.put((String) pairs[i], (ColumnSpec) pairs[i + 1]);
        }
        return columns;
    }

    static DatasetSpec dataset(
            List<String> key,
            String eventTime,
            @Nullable Sql availableAt,
            @Nullable String availableAfter,
            List<String> outcomes,
            Map<String, ColumnSpec> columns,
            List<CheckSpec> checks,
            double maxQuarantined) {
        return new DatasetSpec(
                new SourceSpec("csv", List.of("NA"), null),
                key,
                eventTime,
                availableAt,
                availableAfter == null ? null : Span.parse(availableAfter),
                outcomes,
                columns,
                checks,
                maxQuarantined);
    }

    static DatasetSpec rides() {
        return dataset(
                List.of("ride"),
                "started",
                new Sql("features/ended-at.sql", "-- when it is back\nstarted + to_minutes(coalesce(minutes, 60))"),
                null,
                List.of("minutes"),
                columns(
                        "ride", required(ColumnType.INT),
                        "started", required(ColumnType.TIMESTAMP),
                        "station", required(ColumnType.STRING),
                        "minutes", column(ColumnType.INT)),
                List.of(),
                0.01);
    }

    static DatasetSpec weather() {
        return dataset(
                List.of("station", "hour"),
                "hour",
                null,
                "PT1H",
                List.of(),
                columns(
                        "station", required(ColumnType.STRING),
                        "hour", required(ColumnType.TIMESTAMP),
                        "temp", column(ColumnType.DOUBLE)),
                List.of(),
                0.01);
    }

    static ViewSpec weatherView(@Nullable String ttl) {
        return new ViewSpec(
                "station",
                "station",
                WEATHER,
                null,
                null,
                null,
                null,
                Map.of(),
                "latest",
                null,
                ttl == null ? null : Span.parse(ttl));
    }

    /** A forecast of a station's weather, made before the time that it is for. */
    static ViewSpec forecastView(@Nullable String ttl) {
        return new ViewSpec(
                "station",
                "station",
                WEATHER,
                null,
                null,
                null,
                null,
                Map.of(),
                "at",
                "starts",
                ttl == null ? null : Span.parse(ttl));
    }

    static ViewSpec trafficView() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("rides", "count(*)");
        columns.put("long_share", "avg(minutes > 15)");
        return new ViewSpec(
                "station",
                "station",
                null,
                "rides",
                Span.parse("PT2H"),
                "available-at",
                null,
                columns,
                "latest",
                null,
                Span.parse("PT2H"));
    }

    static RequestSpec request() {
        return new RequestSpec(
                List.of("ride"),
                "predict_at",
                columns(
                        "starts", required(ColumnType.TIMESTAMP),
                        "station", required(ColumnType.STRING),
                        "ride", required(ColumnType.INT)));
    }

    static ProjectSpec project() {
        return project(EXAMPLES, LABELS, new SplitSpec("time", Span.parse("P1D"), Span.parse("P1D"), null));
    }

    static ProjectSpec project(Sql examples, Sql labels, SplitSpec split) {
        Map<String, DatasetSpec> datasets = new LinkedHashMap<>();
        datasets.put("rides", rides());
        datasets.put("weather", weather());
        Map<String, ViewSpec> views = new LinkedHashMap<>();
        views.put("weather", weatherView("PT6H"));
        views.put("traffic", trafficView());
        return new ProjectSpec(
                "tidemill/v1",
                "bikes",
                new Goal(ProjectSpec.Problem.BINARY, "Will a ride be long?", null, Map.of()),
                null,
                datasets,
                request(),
                new FeaturesSpec(views, Map.of()),
                new LabelSpec("long", labels, true, Span.parse("PT0S")),
                new TrainingSpec(
                        examples,
                        new InputsSpec(
                                List.of("weather.temp", "traffic.rides"),
                                new CategoricalSpec(List.of("station"), 1, 10, "other"),
                                new MissingSpec(null, false)),
                        split,
                        new TrainerSpec("xgboost", 10, 3, 0.1, 7, 5, "none", Map.of()),
                        new ResourcesSpec(1, 2048, 0),
                        null),
                null,
                new ServingSpec("long-ride", 0.5, "keep", "missing", new CaptureSpec(1.0, List.of())),
                null);
    }
}
