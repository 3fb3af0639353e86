package dev.tidemill.trackingapi.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private record Thing(String name, long start, Map<String, Double> metrics, Map<String, String> tags) {}

    private static final Fields<Thing> FIELDS = new Fields<Thing>()
            .listed("run_id", Thing::name)
            .text("run_name", Thing::name)
            .number("start_time", Thing::start)
            .metrics((thing, key) -> thing.metrics().get(key))
            .tags((thing, key) -> thing.tags().get(key));
    private static final Thing THING = new Thing(
            "Alpha_1",
            100,
            Map.of("acc", 0.5, "a b", -2.0, "val.loss", 1e-3, "nan", Double.NaN),
            Map.of("kind", "Good%", "mlflow.source", "x", "it's", "q"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "metrics.acc = 0.5",
                "metric.acc > .4 and metrics.`a b` <= -2",
                "metrics.\"a b\" < -1.5e0 AND tags.kind = 'Good%'",
                "metrics.val.loss >= 0.001",
                "tags.kind LIKE 'Go_d%' AND tag.kind ILIKE 'gOOD%'",
                "tags.mlflow.source != \"y\"",
                "tags.`it's` = 'q'",
                "attributes.run_id IN ('x', 'Alpha_1')",
                "run_id NOT IN ('x',)",
                "start_time >= 100 AND Created < 101",
                "attr.`run name` = 'Alpha_1'"
            })
    void matches_true(String filter) {
        assertThat(Filter.parse(filter, FIELDS).matches(THING)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics.none != 1",
                "tags.none != 'x'",
                "metrics.acc > 0.5",
                "tags.kind LIKE 'good%'",
                "run_id IN ('x')",
                "metrics.acc = 0.5 AND start_time < 100"
            })
    void matches_false(String filter) {
        assertThat(Filter.parse(filter, FIELDS).matches(THING)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics.acc",
                "metrics.acc = 'x'",
                "tags.kind = x",
                "tags.kind > 'x'",
                "run_name IN ('x')",
                "(metrics.acc = 1)",
                "metrics.acc = 1 OR metrics.acc = 2",
                "NOT metrics.acc = 1",
                "wheels.acc = 1",
                "unknown = 'x'",
                "tags.kind = 'x",
                "params.x = 'y'",
                "metrics.acc = 1 AND",
                "metrics.acc = 1 metrics.acc = 2",
                "; drop",
                "metrics. = 1"
            })
    void parse_otherGrammar_isRefused(String filter) {
        assertThatThrownBy(() -> Filter.parse(filter, FIELDS)).hasMessageContaining("INVALID_PARAMETER_VALUE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown = true", "run_name = null", "metrics.acc = False"})
    void parse_keywordAsValue_isNoClause(String filter) {
        assertThatThrownBy(() -> Filter.parse(filter, FIELDS))
                .hasMessageContaining("Invalid clause(s) in filter string '" + filter + "'");
    }

    @Test
    void order_valuesThenNanThenNothing() {
        List<Thing> things = Stream.of(
                        thing("none", Map.of()),
                        thing("nan", Map.of("m", Double.NaN)),
                        thing("two", Map.of("m", 2.0)),
                        thing("one", Map.of("m", 1.0)))
                .toList();
        assertThat(sorted(things, "metrics.m")).containsExactly("one", "two", "nan", "none");
        assertThat(sorted(things, "metrics.`m` desc")).containsExactly("two", "one", "nan", "none");
        assertThat(sorted(things, "start_time DESC", "run_name ASC")).containsExactly("nan", "none", "one", "two");
    }

    @Test
    void order_badClause_isRefused() {
        assertThatThrownBy(() -> sorted(List.of(), "metrics.m", "metric.m DESC"))
                .hasMessageContaining("duplicate");
        assertThatThrownBy(() -> sorted(List.of(), "nothing"))
                .hasMessageContaining("Invalid order by key 'nothing' specified. Valid keys are '[run_id,");
        assertThatThrownBy(() -> sorted(List.of(), "start_time SIDEWAYS"))
                .hasMessageContaining("Invalid order_by clause");
    }

    private static List<String> sorted(List<Thing> things, String... clauses) {
        return things.stream()
                .sorted(Order.parse(List.of(clauses), FIELDS, Comparator.comparing(Thing::name)))
                .map(Thing::name)
                .toList();
    }

    private static Thing thing(String name, Map<String, Double> metrics) {
        return new Thing(name, 1, metrics, Map.of());
    }
}
