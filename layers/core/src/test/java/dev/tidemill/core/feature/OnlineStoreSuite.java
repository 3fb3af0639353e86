package dev.tidemill.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every online store does. */
public abstract class OnlineStoreSuite {
    private static final Instant NOON = Instant.parse("2013-07-01T12:00:00Z");

    /** A store without items. */
    protected abstract OnlineStore store();

    @Test
    void read_written_keepsEveryType() {
        OnlineStore store = store();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("bool", true);
        values.put("long", Long.MIN_VALUE);
        values.put("double", 0.1 + 0.2);
        values.put("whole", 3.0);
        values.put("text", "dé:1");
        values.put("empty", "");
        values.put("instant", Instant.parse("2013-07-01T12:00:00.000001Z"));
        values.put("missing", null);
        FeatureRow row = new FeatureRow(key("EWR"), NOON, NOON.plusNanos(3_600_000_001_000L), 7, values);
        assertThat(store.write(List.of(row))).isEqualTo(1);
        assertThat(store.read(List.of(key("EWR"), key("none")))).isEqualTo(Map.of(key("EWR"), row));
    }

    @Test
    void write_anyOrder_keepsTheLatest() {
        List<FeatureRow> rows = new ArrayList<>();
        for (int hour = -30; hour < 30; hour++) {
            rows.add(row("EWR", NOON.plusSeconds(3600L * hour), NOON, 0, hour));
        }
        rows.add(row("EWR", NOON.plusSeconds(3600L * 29), NOON.plusSeconds(1), 0, 100));
        rows.add(row("EWR", NOON.plusSeconds(3600L * 29), NOON.plusSeconds(1), 10, 101));
        rows.add(row("EWR", NOON.plusSeconds(3600L * 29), NOON.plusSeconds(1), 9, 102));
        Collections.shuffle(rows, new Random(7));
        OnlineStore store = store();
        rows.forEach(row -> store.write(List.of(row)));
        assertThat(store.read(List.of(key("EWR"))).values())
                .extracting(row -> row.values().get("visib"))
                .containsExactly(101L);
    }

    @Test
    void write_again_replacesNothing() {
        OnlineStore store = store();
        store.write(List.of(row("EWR", NOON, NOON, 0, 1)));
        assertThat(store.write(List.of(row("EWR", NOON, NOON, 0, 1)))).isZero();
        assertThat(store.write(List.of(row("EWR", NOON.minusSeconds(1), NOON, 0, 2))))
                .isZero();
    }

    @Test
    void write_moreThanAnItemHolds_isRefusedByNameAndWritesNothing() {
        OnlineStore store = store();
        FeatureRow huge =
                new FeatureRow(key("JFK"), NOON, NOON, 0, Map.of("visib", 1L, "remarks", "é".repeat(200_000)));
        assertThatThrownBy(() -> store.write(List.of(row("EWR", NOON, NOON, 0, 1), huge)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("FEATURES_TOO_LARGE")
                .hasMessageContaining("entity 'JFK'")
                .hasMessageContaining("remarks");
        assertThat(store.read(List.of(key("EWR"), key("JFK")))).isEmpty();
    }

    /**
     * Materialisation writes what it found in batches, newest of each entity; a stream writes row by row; either may be
     * late, repeat itself or correct the other. Whatever order they come in, the row with the greatest (event time,
     * availability, sequence) stays.
     */
    @Test
    void write_twoWritersInterleaved_endAtTheGreatest() {
        OnlineStore store = store();
        Random random = new Random(20260101);
        for (int round = 0; round < interleavings(); round++) {
            String entity = "R" + round;
            List<FeatureRow> rows = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                // few distinct times, so that ties of every kind are many
                rows.add(row(
                        entity,
                        NOON.plusSeconds(random.nextInt(3)),
                        NOON.plusSeconds(random.nextInt(3)),
                        random.nextInt(3),
                        i));
            }
            List<List<FeatureRow>> calls = new ArrayList<>();
            calls.add(rows.subList(0, 3));
            rows.subList(2, 5).forEach(row -> calls.add(List.of(row)));
            calls.add(List.of(rows.get(random.nextInt(5))));
            Collections.shuffle(calls, random);
            calls.forEach(store::write);
            FeatureRow greatest = Collections.max(
                    rows,
                    Comparator.comparing(FeatureRow::eventTime)
                            .thenComparing(FeatureRow::availableAt)
                            .thenComparingLong(FeatureRow::sequence));
            assertThat(store.read(List.of(key(entity))).get(key(entity)))
                    .as("round %d of %s", round, calls)
                    .returns(greatest.eventTime(), FeatureRow::eventTime)
                    .returns(greatest.availableAt(), FeatureRow::availableAt)
                    .returns(greatest.sequence(), FeatureRow::sequence);
        }
    }

    /** How many interleavings are tried. */
    protected int interleavings() {
        return 10_000;
    }

    @Test
    void write_beforeTheEpoch_ordersByTime() {
        OnlineStore store = store();
        store.write(List.of(row("EWR", Instant.parse("1960-01-01T00:00:00Z"), NOON, 0, 1)));
        assertThat(store.write(List.of(row("EWR", Instant.parse("1950-01-01T00:00:00Z"), NOON, 0, 2))))
                .isZero();
        assertThat(store.write(List.of(row("EWR", Instant.parse("1970-01-02T00:00:00Z"), NOON, 0, 3))))
                .isEqualTo(1);
    }

    @Test
    void read_manyKeys_findsEach() {
        OnlineStore store = store();
        List<FeatureRow> rows = new ArrayList<>();
        List<FeatureKey> keys = new ArrayList<>();
        for (int i = 0; i < 230; i++) {
            rows.add(row("E" + i, NOON, NOON, 0, i));
            keys.add(key("E" + i));
        }
        assertThat(store.write(rows)).isEqualTo(230);
        assertThat(store.read(keys)).hasSize(230).containsEntry(key("E229"), rows.get(229));
        assertThat(store.read(List.of())).isEmpty();
    }

    private static FeatureKey key(String entity) {
        return new FeatureKey(new Workspace("team"), "flights", "weather", "v1", entity);
    }

    private static FeatureRow row(String entity, Instant eventTime, Instant availableAt, long sequence, long value) {
        return new FeatureRow(key(entity), eventTime, availableAt, sequence, Map.of("visib", value));
    }
}
