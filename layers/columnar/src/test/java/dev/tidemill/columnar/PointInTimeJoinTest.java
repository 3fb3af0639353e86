package dev.tidemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.columnar.FeatureViews.ViewTable;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointInTimeJoinTest {
    private static final int FACTS = 12;

    @TempDir
    private Path folder;

    /** Times in seconds; the value is unique, so that it says which row was chosen. */
    private record Fact(String entity, long event, long available, long value) {}

    /** With the time that it is about, for values known ahead. */
    private record Ask(long row, String entity, long time, long about) {
        Ask(long row, String entity, long time) {
            this(row, entity, time, time);
        }
    }

    /** What the contract says, row by row. */
    private static String obvious(Ask ask, List<Fact> facts, long ttl) {
        return facts.stream()
                .filter(fact -> fact.entity().equals(ask.entity()))
                .filter(fact -> fact.event() <= ask.time() && fact.available() <= ask.time())
                .filter(fact -> ttl < 0 || fact.event() >= ask.time() - ttl)
                .max(Comparator.comparingLong(Fact::event)
                        .thenComparingLong(Fact::available)
                        .thenComparingLong(Fact::value))
                .map(fact -> String.valueOf(fact.value()))
                .orElse("null");
    }

    /** What the contract says of a view joined {@code at}, row by row. */
    private static String obviousAhead(Ask ask, List<Fact> facts, long ttl) {
        return facts.stream()
                .filter(fact -> fact.entity().equals(ask.entity()))
                .filter(fact -> fact.event() == ask.about() && fact.available() <= ask.time())
                .filter(fact -> ttl < 0 || fact.available() >= ask.time() - ttl)
                .max(Comparator.comparingLong(Fact::available).thenComparingLong(Fact::value))
                .map(fact -> String.valueOf(fact.value()))
                .orElse("null");
    }

    private static @Nullable String span(long seconds) {
        return seconds < 0 ? null : "PT" + seconds + "S";
    }

    private List<String> join(List<Ask> asks, List<Fact> facts, long ttl) {
        return join(asks, facts, Specs.weatherView(span(ttl)));
    }

    private List<String> join(List<Ask> asks, List<Fact> facts, ViewSpec spec) {
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            sandbox.execute(
                    "CREATE TABLE __view_v (__entity VARCHAR, __event TIMESTAMPTZ, __available TIMESTAMPTZ, value BIGINT)");
            insert(
                    sandbox,
                    "__view_v",
                    facts.stream()
                            .map(fact -> "('" + fact.entity() + "', to_timestamp(" + fact.event() + "), to_timestamp("
                                    + fact.available() + "), " + fact.value() + ")")
                            .toList());
            sandbox.execute(
                    "CREATE TABLE asks (row BIGINT, station VARCHAR, predict_at TIMESTAMPTZ, starts TIMESTAMPTZ)");
            insert(
                    sandbox,
                    "asks",
                    asks.stream()
                            .map(ask -> "(" + ask.row() + ", '" + ask.entity() + "', to_timestamp(" + ask.time()
                                    + "), to_timestamp(" + ask.about() + "))")
                            .toList());
            ViewTable view = new ViewTable("v", spec, "__view_v", Map.of("value", ColumnType.INT));
            String select = new PointInTimeJoin(sandbox, false, false).select("asks", "predict_at", List.of(view));
            return sandbox.query(
                    "SELECT \"v.value\" FROM (" + select + ") ORDER BY row", rows -> String.valueOf(rows.getString(1)));
        }
    }

    private static void insert(Sandbox sandbox, String table, List<String> rows) {
        for (int i = 0; i < rows.size(); i += 500) {
            sandbox.execute("INSERT INTO " + table + " VALUES "
                    + String.join(", ", rows.subList(i, Math.min(rows.size(), i + 500))));
        }
    }

    @Test
    void select_handChecked_choosesWhatWasKnown() {
        List<Fact> facts = List.of(
                new Fact("a", 10, 20, 1), // known at 20
                new Fact("a", 15, 40, 2), // newer, but known only at 40
                new Fact("a", 12, 30, 3), // newer than 1, older than 2, known at 30
                new Fact("a", 90, 50, 4), // known ahead of its time
                new Fact("a", 15, 45, 5), // corrects 2
                new Fact("b", 1, 2, 6));
        List<Ask> asks = List.of(
                new Ask(0, "a", 19),
                new Ask(1, "a", 20),
                new Ask(2, "a", 30),
                new Ask(3, "a", 40),
                new Ask(4, "a", 45),
                new Ask(5, "a", 89),
                new Ask(6, "a", 90),
                new Ask(7, "a", 66),
                new Ask(8, "b", 61),
                new Ask(9, "c", 61));
        assertThat(join(asks, facts, 60)).containsExactly("null", "1", "3", "2", "5", "null", "4", "5", "6", "null");
    }

    @Test
    void select_joinedAt_choosesTheNewestKnownOfTheTimeAskedAbout() {
        List<Fact> facts = List.of(
                new Fact("a", 100, 10, 1), // a first forecast for 100
                new Fact("a", 100, 30, 2), // a later one
                new Fact("a", 100, 30, 3), // and another of the same time: the greater value counts
                new Fact("a", 200, 20, 4),
                new Fact("a", 100, 120, 5)); // what was measured, known afterwards
        List<Ask> asks = List.of(
                new Ask(0, "a", 9, 100),
                new Ask(1, "a", 10, 100),
                new Ask(2, "a", 29, 100),
                new Ask(3, "a", 30, 100),
                new Ask(4, "a", 119, 100),
                new Ask(5, "a", 120, 100),
                new Ask(6, "a", 119, 200),
                new Ask(7, "a", 119, 150),
                new Ask(8, "b", 119, 100));
        assertThat(join(asks, facts, Specs.forecastView(null)))
                .containsExactly("null", "1", "1", "3", "3", "5", "4", "null", "null");
        assertThat(join(asks, facts, Specs.forecastView("PT50S")))
                .as("the time to live bounds the age of the availability")
                .containsExactly("null", "1", "1", "3", "null", "5", "null", "null", "null");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 7, 40})
    void select_randomFacts_agreesWithTheObviousReading(long ttl) {
        List<Fact> facts = new ArrayList<>();
        List<Ask> asks = new ArrayList<>();
        randomCases(4711 + ttl, facts, asks);
        List<String> expected =
                asks.stream().map(ask -> obvious(ask, of(ask, facts), ttl)).toList();
        assertThat(join(asks, facts, ttl)).isEqualTo(expected);
        assertThat(expected.stream().filter(value -> !value.equals("null")).count())
                .isPositive();
        List<String> ahead =
                asks.stream().map(ask -> obviousAhead(ask, of(ask, facts), ttl)).toList();
        assertThat(join(asks, facts, Specs.forecastView(span(ttl)))).isEqualTo(ahead);
        assertThat(ahead.stream().filter(value -> !value.equals("null")).count())
                .isPositive();
    }

    /** 10,005 requests of entities with a dozen facts each in a narrow time, so that ties of every kind are many. */
    private static void randomCases(long seed, List<Fact> facts, List<Ask> asks) {
        Random random = new Random(seed);
        for (int entity = 0; entity < 667; entity++) {
            for (int i = 0; i < FACTS; i++) {
                long event = random.nextInt(40);
                long available = event + random.nextInt(30) - 8;
                facts.add(new Fact("e" + entity, event, available, facts.size()));
            }
            for (int i = 0; i < 15; i++) {
                asks.add(new Ask(asks.size(), "e" + entity, random.nextInt(80), random.nextInt(40)));
            }
        }
    }

    private static List<Fact> of(Ask ask, List<Fact> facts) {
        int from = FACTS * Integer.parseInt(ask.entity().substring(1));
        return facts.subList(from, from + FACTS);
    }
}
