package dev.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.OnDemandSpec;
import dev.tidemill.core.failure.ProblemException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OnDemandFeaturesTest {
    private static @Nullable Object evaluate(ColumnType type, String expression, @Nullable Object... namesAndValues) {
        ProjectSpec spec = Specs.flights().onDemand("f", type, expression).build();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("scheduled_departure", Instant.parse("2013-07-01T10:30:00Z"));
        values.put("predict_at", Instant.parse("2013-07-01T08:30:00Z"));
        values.put("carrier", "UA");
        values.put("origin", "EWR");
        values.put("dest", "ORD");
        values.put("flight", 15L);
        values.put("distance", 719L);
        values.put("weather.visib", 10.0);
        values.put("weather.wind_speed", null);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        OnDemandFeatures.compile(spec).evaluate(values);
        return values.get("f");
    }

    @Test
    void viewFeatures_areTheNamesThatExpressionsSelect_notPartsOfThem() {
        ProjectSpec spec = Specs.flights()
                .onDemand("a", ColumnType.BOOL, "weather.visibility > 9 && carrier == 'weather.gust'")
                .onDemand("b", ColumnType.BOOL, "weather.wind_speed == null || distance > 15")
                .build();

        assertThat(OnDemandFeatures.viewFeatures(spec))
                .containsExactlyInAnyOrder("weather.visibility", "weather.wind_speed");
    }

    @Test
    void evaluate_localHourByZone() {
        assertThat(evaluate(ColumnType.INT, "scheduled_departure.getHours('America/New_York')"))
                .isEqualTo(6L);
    }

    @Test
    void evaluate_intWithDouble_widens() {
        assertThat(evaluate(ColumnType.BOOL, "weather.visib > 9")).isEqualTo(true);
        assertThat(evaluate(ColumnType.DOUBLE, "weather.visib * 2 + 1")).isEqualTo(21.0);
        assertThat(evaluate(ColumnType.DOUBLE, "distance / 2.0")).isEqualTo(359.5);
        assertThat(evaluate(ColumnType.BOOL, "distance > 718.5")).isEqualTo(true);
        assertThat(evaluate(ColumnType.DOUBLE, "distance")).isEqualTo(719.0);
    }

    @Test
    void evaluate_nullIn_nullOut() {
        assertThat(evaluate(ColumnType.BOOL, "weather.wind_speed > 15")).isNull();
        assertThat(evaluate(ColumnType.BOOL, "distance > 15 || carrier == 'UA'", "carrier", null))
                .isNull();
    }

    @Test
    void evaluate_testedForNull_seesNull() {
        assertThat(evaluate(ColumnType.BOOL, "weather.wind_speed == null")).isEqualTo(true);
        assertThat(evaluate(ColumnType.INT, "distance == null ? -1 : distance + 1", "distance", null))
                .isEqualTo(-1L);
        assertThat(evaluate(ColumnType.INT, "distance == null ? -1 : distance + 1"))
                .isEqualTo(720L);
        assertThat(evaluate(ColumnType.BOOL, "weather.wind_speed != null && weather.wind_speed > 3"))
                .isEqualTo(false);
        assertThat(evaluate(ColumnType.INT, "distance == null ? flight : distance + 1", "flight", null))
                .isNull();
    }

    @Test
    void evaluate_arithmeticFailure_null() {
        assertThat(evaluate(ColumnType.INT, "distance / (flight - flight)")).isNull();
        assertThat(evaluate(ColumnType.DOUBLE, "math.log(distance - 719)")).isNull();
        assertThat(evaluate(ColumnType.INT, "int(carrier)")).isNull();
    }

    @Test
    void evaluate_math() {
        assertThat(evaluate(ColumnType.DOUBLE, "math.log(weather.visib)")).isEqualTo(StrictMath.log(10));
        assertThat(evaluate(ColumnType.DOUBLE, "math.pow(distance, 2)")).isEqualTo(516961.0);
        assertThat(evaluate(ColumnType.DOUBLE, "math.sqrt(16)")).isEqualTo(4.0);
        assertThat(evaluate(ColumnType.DOUBLE, "math.abs(-2.5)")).isEqualTo(2.5);
        assertThat(evaluate(ColumnType.INT, "math.floorMod(-1, 24)")).isEqualTo(23L);
        assertThat(evaluate(ColumnType.STRING, "carrier.lowerAscii() + '-' + dest"))
                .isEqualTo("ua-ORD");
    }

    @Test
    void evaluate_laterFeatureSeesEarlier() {
        ProjectSpec spec = Specs.flights()
                .onDemand("hour", ColumnType.INT, "scheduled_departure.getHours('America/New_York')")
                .onDemand("is_evening", ColumnType.BOOL, "hour >= 17")
                .build();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("scheduled_departure", Instant.parse("2013-07-01T22:30:00Z"));
        OnDemandFeatures.compile(spec).evaluate(values);
        assertThat(values).containsEntry("hour", 18L).containsEntry("is_evening", true);
    }

    @Test
    void evaluate_viewFeatureThatIsNoInput() {
        assertThat(evaluate(ColumnType.BOOL, "weather.temp < 32.5", "weather.temp", 20L))
                .isEqualTo(true);
    }

    @Test
    void check_unknownName_namesPlaceAndSuggestsIt() {
        ProjectSpec spec =
                Specs.flights().onDemand("f", ColumnType.INT, "distanc + 1").build();
        assertThat(OnDemandFeatures.check(spec)).singleElement().satisfies(detail -> {
            assertThat(detail.place()).isEqualTo("project.yaml /features/on-demand/f/expression, line 1, column 1");
            assertThat(detail.value()).isEqualTo("distanc + 1");
            assertThat(detail.expected()).contains("did you mean 'distance'?");
        });
    }

    @Test
    void check_wrongTypes_saysWhatToDo() {
        Map<String, OnDemandSpec> wrong = new LinkedHashMap<>();
        wrong.put("convert with string", new OnDemandSpec(ColumnType.STRING, "carrier + distance"));
        wrong.put("int(...)", new OnDemandSpec(ColumnType.INT, "distance * 0.5"));
        wrong.put("'America/New_York'", new OnDemandSpec(ColumnType.INT, "carrier.getHours('America/New_York')"));
        wrong.put("a result of type int, but it is bool", new OnDemandSpec(ColumnType.INT, "distance > 3"));
        wrong.forEach((hint, feature) -> {
            ProjectSpec spec = Specs.flights()
                    .onDemand("f", feature.type(), feature.expression())
                    .build();
            assertThat(OnDemandFeatures.check(spec))
                    .as(feature.expression())
                    .singleElement()
                    .satisfies(detail -> assertThat(detail.expected()).contains(hint));
        });
    }

    @Test
    void compile_invalid_refused() {
        ProjectSpec spec =
                Specs.flights().onDemand("f", ColumnType.INT, "distance +").build();
        assertThatThrownBy(() -> OnDemandFeatures.compile(spec))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("INVALID_EXPRESSION");
    }
}
