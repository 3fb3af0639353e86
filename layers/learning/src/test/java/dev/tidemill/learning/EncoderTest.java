package dev.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec.CategoricalSpec;
import dev.tidemill.contract.project.ProjectSpec.InputsSpec;
import dev.tidemill.contract.project.ProjectSpec.MissingSpec;
import dev.tidemill.core.failure.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EncoderTest {
    private static final float NONE = Float.NaN;

    private static Map<String, @Nullable Object> row(@Nullable Object distance, @Nullable Object carrier) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("distance", distance);
        row.put("carrier", carrier);
        return row;
    }

    private static Encoder fit(@Nullable String impute, boolean indicator, int minCount, int maxValues, String unseen) {
        EncoderFitting fitting = new EncoderFitting(new InputsSpec(
                List.of("distance"),
                new CategoricalSpec(List.of("carrier"), minCount, maxValues, unseen),
                new MissingSpec(impute, indicator)));
        fitting.add(row(100L, "UA"));
        fitting.add(row(200L, "AA"));
        fitting.add(row(null, "UA"));
        fitting.add(row(900.0, null));
        fitting.add(row(300L, "B6"));
        return new Encoder(fitting.fit());
    }

    @Test
    void encode_keepsMissing_zeroIsAValue() {
        Encoder encoder = fit(null, false, 1, 10, "other");
        assertThat(encoder.columnNames())
                .containsExactly("distance", "carrier=UA", "carrier=AA", "carrier=B6", "carrier=(other)");
        assertThat(encoder.encode(row(0L, "AA"))).containsExactly(0f, NONE, 1f, NONE, NONE);
        assertThat(encoder.encode(row(null, null))).containsExactly(NONE, NONE, NONE, NONE, NONE);
        assertThat(encoder.encode(row(true, "ZZ"))).containsExactly(1f, NONE, NONE, NONE, 1f);
    }

    @Test
    void encode_imputed() {
        assertThat(fit("median", true, 9, 10, "missing").encode(row(null, "UA")))
                .containsExactly(250f, 1f);
        assertThat(fit("median", true, 9, 10, "missing").encode(row(5L, "UA"))).containsExactly(5f, 0f);
        assertThat(fit("mean", false, 9, 10, "missing").encode(row(null, "UA"))).containsExactly(375f);
    }

    @Test
    void fit_rareAndTooMany_areUnseen() {
        assertThat(fit(null, false, 2, 10, "other").columnNames())
                .containsExactly("distance", "carrier=UA", "carrier=(other)");
        Encoder two = fit(null, false, 1, 2, "missing");
        assertThat(two.columnNames()).containsExactly("distance", "carrier=UA", "carrier=AA");
        assertThat(two.unseen(row(1L, "B6"))).containsExactly("carrier");
        assertThat(two.unseen(row(1L, null))).isEmpty();
        assertThat(two.encode(row(1L, "B6"))).containsExactly(1f, NONE, NONE);
    }

    @Test
    void encode_reject_namesInputAndValue() {
        Encoder encoder = fit(null, false, 1, 10, "reject");
        assertThatThrownBy(() -> encoder.encode(row(1L, "ZZ"))).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("UNSEEN_CATEGORY");
            assertThat(e.problem().details()).singleElement().satisfies(detail -> {
                assertThat(detail.place()).isEqualTo("carrier");
                assertThat(detail.value()).isEqualTo("ZZ");
            });
        });
        assertThat(encoder.encodeSplit(row(1L, "ZZ"))).containsExactly(1f, NONE, NONE, NONE);
    }

    @Test
    void state_json_roundTrips() {
        EncoderState state = fit("median", true, 1, 10, "other").state();
        assertThat(Json.read(Json.write(state), EncoderState.class)).isEqualTo(state);
        assertThatThrownBy(() -> new Encoder(new EncoderState(2, List.of(), List.of())))
                .hasMessageContaining("Encoder version 2 is not known; expected 1");
    }

    @Test
    void encode_beyondFloat_isClamped() {
        assertThat(fit(null, false, 9, 10, "missing").encode(row(1e300, null))).containsExactly(Float.MAX_VALUE);
    }
}
