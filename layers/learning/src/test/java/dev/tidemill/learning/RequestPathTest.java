package dev.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.contract.project.ProjectSpec.ColumnSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.feature.FeatureKey;
import dev.tidemill.core.feature.FeatureRow;
import dev.tidemill.core.feature.FeatureStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestPathTest {
    private static final Instant NOW = Instant.parse("2013-07-01T08:30:00.123456789Z");
    private static final Map<String, ColumnType> FEATURES =
            Map.of("weather.visib", ColumnType.DOUBLE, "weather.wind_speed", ColumnType.DOUBLE);

    private static Map<String, @Nullable Object> flight(@Nullable Object... changes) {
        Map<String, @Nullable Object> raw = new HashMap<>();
        raw.put("scheduled_departure", "2013-07-01T06:30:00-04:00");
        raw.put("carrier", "UA");
        raw.put("flight", 15);
        raw.put("origin", "EWR");
        raw.put("distance", 719L);
        for (int i = 0; i < changes.length; i += 2) {
            raw.put(String.valueOf(changes[i]), changes[i + 1]);
        }
        return raw;
    }

    private static Request read(Specs specs, Map<String, @Nullable Object> raw) {
        return RequestPath.untrained(specs.build(), FEATURES).request(raw, NOW, name -> "column " + name);
    }

    private static List<Problem.Detail> faults(Specs specs, Map<String, @Nullable Object> raw) {
        try {
            read(specs, raw);
            return List.of();
        } catch (ProblemException e) {
            assertThat(e.problem().code()).isEqualTo("INVALID_REQUEST");
            return e.problem().details();
        }
    }

    @Test
    void request_typed() {
        Request request = read(Specs.flights().column("day", ColumnType.DATE, false), flight("day", "2013-07-01"));
        assertThat(request.values())
                .containsEntry("scheduled_departure", Instant.parse("2013-07-01T10:30:00Z"))
                .containsEntry("flight", 15L)
                .containsEntry("distance", 719L)
                .containsEntry("day", LocalDate.of(2013, 7, 1))
                .containsEntry("dest", null);
        assertThat(request.time()).isEqualTo(Instant.parse("2013-07-01T08:30:00.123456Z"));
    }

    @Test
    void request_ownTime_goesBeforeNow() {
        assertThat(read(Specs.flights(), flight("predict_at", "2013-07-01T00:00:00Z"))
                        .time())
                .isEqualTo(Instant.parse("2013-07-01T00:00:00Z"));
    }

    @Test
    void request_faults_nameColumnValueAndExpectation() {
        Specs specs = Specs.flights()
                .column("price", ColumnType.DOUBLE, false)
                .column(
                        "cabin",
                        new ColumnSpec(ColumnType.STRING, false, null, null, null, List.of("Y", "J"), null, null));
        assertThat(faults(specs, flight("distance", "719")))
                .containsExactly(new Problem.Detail("column distance", "\"719\"", "a whole number of 64 bits"));
        assertThat(faults(specs, flight("distance", 719.5))).hasSize(1);
        assertThat(faults(specs, flight("price", Double.NaN)))
                .containsExactly(new Problem.Detail("column price", "NaN", "a finite number"));
        assertThat(faults(specs, flight("price", Float.POSITIVE_INFINITY))).hasSize(1);
        assertThat(faults(specs, flight("carrier", null)))
                .containsExactly(new Problem.Detail("column carrier", "null", "a text; it is required"));
        assertThat(faults(specs, flight("carrier", "United")))
                .containsExactly(new Problem.Detail("column carrier", "\"United\"", "text that matches [A-Z0-9]{2}"));
        assertThat(faults(specs, flight("distance", 0)))
                .containsExactly(new Problem.Detail("column distance", "0", "a number of at least 1"));
        assertThat(faults(specs, flight("cabin", "F")))
                .containsExactly(new Problem.Detail("column cabin", "\"F\"", "one of Y, J"));
        assertThat(faults(specs, flight("scheduled_departure", "2013-07-01T06:30:00")))
                .singleElement()
                .satisfies(detail -> assertThat(detail.expected()).contains("with an offset"));
        assertThat(faults(specs, flight("predict_at", "yesterday"))).hasSize(1);
        assertThat(faults(specs, flight("weather.visib", "far"))).hasSize(1);
        assertThat(faults(specs, flight("colour", "red"))).singleElement().satisfies(detail -> {
            assertThat(detail.place()).isEqualTo("column colour");
            assertThat(detail.expected()).contains("distance").contains("weather.visib");
        });
        assertThat(faults(specs, flight("distance", "x", "carrier", null))).hasSize(2);
    }

    @Test
    void values_lookedUp_onlyPresentIsUsed() {
        RequestPath path = RequestPath.untrained(
                Specs.flights()
                        .onDemand("windy", ColumnType.BOOL, "weather.wind_speed > 15")
                        .build(),
                FEATURES);
        Request request = path.request(flight("weather.wind_speed", 20), NOW, name -> name);
        Map<String, @Nullable Object> values = path.values(
                request, Map.of("weather.visib", new LookedUp(10L, FeatureStatus.PRESENT, 60L, LookedUp.Source.STORE)));
        assertThat(values)
                .containsEntry("weather.visib", 10.0)
                .containsEntry("weather.wind_speed", 20.0)
                .containsEntry("windy", true);
        assertThat(path.values(
                        request,
                        Map.of("weather.visib", new LookedUp(10.0, FeatureStatus.STALE, 60L, LookedUp.Source.STORE))))
                .containsEntry("weather.visib", null);
    }

    @Test
    void values_stale_usedWhereDeclared() {
        LookedUp stale = new LookedUp(10.0, FeatureStatus.STALE, 60L, LookedUp.Source.STORE);
        LookedUp future = new LookedUp(10.0, FeatureStatus.FUTURE, -60L, LookedUp.Source.STORE);
        RequestPath path =
                RequestPath.untrained(Specs.flights().serving("keep", "use").build(), FEATURES);
        Request request = path.request(flight(), NOW, name -> name);
        assertThat(path.values(request, Map.of("weather.visib", stale))).containsEntry("weather.visib", 10.0);
        assertThat(path.values(request, Map.of("weather.visib", future))).containsEntry("weather.visib", null);
    }

    @Test
    void lookedUp_statusByTime() {
        var view = Specs.flights().build().features().views().get("weather");
        assertThat(view).isNotNull();
        Instant time = Instant.parse("2013-07-01T12:00:00Z");
        assertThat(status("2013-07-01T11:00:00Z", "2013-07-01T12:00:00Z", time))
                .isEqualTo(new LookedUp(10.0, FeatureStatus.PRESENT, 3600L, LookedUp.Source.STORE));
        assertThat(status("2013-07-01T06:00:00Z", "2013-07-01T07:00:00Z", time).status())
                .isEqualTo(FeatureStatus.PRESENT);
        assertThat(status("2013-07-01T05:59:59Z", "2013-07-01T07:00:00Z", time).status())
                .isEqualTo(FeatureStatus.STALE);
        assertThat(status("2013-07-01T11:00:00Z", "2013-07-01T12:00:01Z", time).status())
                .isEqualTo(FeatureStatus.FUTURE);
        assertThat(status("2013-07-01T13:00:00Z", "2013-07-01T13:00:00Z", time))
                .isEqualTo(new LookedUp(10.0, FeatureStatus.FUTURE, -3600L, LookedUp.Source.STORE));
    }

    @Test
    void lookedUp_knownAhead_agesFromItsAvailability() {
        var view = java.util.Objects.requireNonNull(Specs.flights()
                .joinedAt("scheduled_departure")
                .build()
                .features()
                .views()
                .get("weather"));
        FeatureRow forecast = new FeatureRow(
                new FeatureKey(Workspace.DEFAULT, "flight-delays", "weather", "1", "EWR@2013-07-02T00:00:00Z"),
                Instant.parse("2013-07-02T00:00:00Z"),
                Instant.parse("2013-07-01T06:00:00Z"),
                1,
                Map.of("visib", 10.0));
        assertThat(LookedUp.of(forecast, "visib", view, Instant.parse("2013-07-01T12:00:00Z")))
                .isEqualTo(new LookedUp(10.0, FeatureStatus.PRESENT, 21_600L, LookedUp.Source.STORE));
        assertThat(LookedUp.of(forecast, "visib", view, Instant.parse("2013-07-01T12:00:01Z"))
                        .status())
                .isEqualTo(FeatureStatus.STALE);
        assertThat(LookedUp.of(forecast, "visib", view, Instant.parse("2013-07-01T05:59:59Z"))
                        .status())
                .isEqualTo(FeatureStatus.FUTURE);
    }

    @Test
    void entityKey_viewKnownAhead_namesTheTime() {
        RequestPath path = RequestPath.untrained(
                Specs.flights().joinedAt("scheduled_departure").build(), FEATURES);
        Request request = path.request(flight(), NOW, name -> name);
        assertThat(path.entityKey("weather", request))
                .isEqualTo("EWR@" + request.values().get("scheduled_departure"));
    }

    private static LookedUp status(String event, String available, Instant time) {
        var view = java.util.Objects.requireNonNull(
                Specs.flights().build().features().views().get("weather"));
        FeatureRow row = new FeatureRow(
                new FeatureKey(Workspace.DEFAULT, "flight-delays", "weather", "1", "EWR"),
                Instant.parse(event),
                Instant.parse(available),
                1,
                Map.of("visib", 10.0));
        return LookedUp.of(row, "visib", view, time);
    }

    @Test
    void entityKey_asText() {
        RequestPath path = RequestPath.untrained(Specs.flights().build(), FEATURES);
        assertThat(path.entityKey("weather", path.request(flight(), NOW, name -> name)))
                .isEqualTo("EWR");
        assertThat(path.viewNames()).containsExactly("weather");
    }

    @Test
    void predict_untrained_refused() {
        RequestPath path = RequestPath.untrained(Specs.flights().build(), FEATURES);
        Request request = path.request(flight(), NOW, name -> name);
        assertThatThrownBy(() -> path.predict(request, Map.of())).isInstanceOf(IllegalStateException.class);
    }
}
