package dev.tidemill.infra.workflow;

import static dev.tidemill.infra.workflow.Interpreter.list;
import static dev.tidemill.infra.workflow.Interpreter.object;
import static dev.tidemill.infra.workflow.Interpreter.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.dashjoin.jsonata.Jsonata;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of every definition before it is deployed; emulators check none of it. */
class DefinitionsTest {
    private static final int TRAINING_SECONDS = 3600;

    static List<Workflow> all() {
        return Workflows.all(TRAINING_SECONDS);
    }

    private static Map<String, Object> states(Map<String, Object> machine) {
        return object(machine.get("States"));
    }

    private static List<Map<String, Object>> tasks(Map<String, Object> machine) {
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (Object value : states(machine).values()) {
            Map<String, Object> state = object(value);
            if (type(state).equals("Task")) {
                tasks.add(state);
            } else if (type(state).equals("Map")) {
                tasks.addAll(tasks(object(state.get("ItemProcessor"))));
            }
        }
        return tasks;
    }

    @Test
    void all_always_areTheFive() {
        assertThat(all())
                .extracting(Workflow::name)
                .containsExactly("ingestion", "training", "deployment", "batch-scoring", "monitoring");
    }

    @ParameterizedTest
    @MethodSource("all")
    void definition_always_isJsonataUnderTheSizeLimit(Workflow workflow) {
        assertThat(workflow.definition()).containsEntry("QueryLanguage", "JSONata");
        assertThat(workflow.json().length()).isLessThan(1_000_000);
        assertThat(workflow.json()).doesNotContain("JsonPath", "\"$.", ".$\"");
    }

    @ParameterizedTest
    @MethodSource("all")
    void states_always_leadToExistingStatesAndAreReached(Workflow workflow) {
        reachable(workflow.definition());
        for (Object state : states(workflow.definition()).values()) {
            if (type(object(state)).equals("Map")) {
                reachable(object(object(state).get("ItemProcessor")));
            }
        }
    }

    private static void reachable(Map<String, Object> machine) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of((String) machine.get("StartAt")));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (seen.add(name)) {
                assertThat(states(machine)).containsKey(name);
                open.addAll(after(object(states(machine).get(name))));
            }
        }
        assertThat(seen).isEqualTo(new TreeSet<>(states(machine).keySet()));
    }

    private static List<String> after(Map<String, Object> state) {
        List<String> next = new ArrayList<>();
        for (String key : List.of("Next", "Default")) {
            if (state.containsKey(key)) {
                next.add((String) state.get(key));
            }
        }
        for (String key : List.of("Choices", "Catch")) {
            list(state.get(key)).forEach(rule -> next.add((String) object(rule).get("Next")));
        }
        boolean ends = List.of("Succeed", "Fail").contains(state.get("Type")) || state.containsKey("End");
        assertThat(next.isEmpty()).as("%s", state).isEqualTo(ends);
        return next;
    }

    @ParameterizedTest
    @MethodSource("all")
    void tasks_always_haveTimeoutRetryAndCatch(Workflow workflow) {
        assertThat(tasks(workflow.definition())).isNotEmpty().allSatisfy(task -> {
            assertThat((Integer) task.get("TimeoutSeconds")).isPositive();
            assertThat(task).doesNotContainKey("HeartbeatSeconds");
            assertThat(list(task.get("Retry"))).isNotEmpty().allSatisfy(DefinitionsTest::assertBounded);
            // Inside a Map the Map catches.
            assertThat(task.containsKey("Catch") || task.containsKey("End")).isTrue();
        });
        for (Object state : states(workflow.definition()).values()) {
            if (type(object(state)).equals("Map")) {
                assertThat(object(state)).containsKey("Catch").containsEntry("MaxConcurrency", 2);
            }
        }
    }

    private static void assertBounded(Object retry) {
        Map<String, Object> rule = object(retry);
        assertThat(list(rule.get("ErrorEquals"))).doesNotContain("States.ALL", "States.Timeout");
        int attempts = (Integer) Objects.requireNonNull(rule.get("MaxAttempts"));
        assertThat(attempts).isBetween(0, 10);
        if (attempts > 0) {
            assertThat(rule)
                    .containsEntry("JitterStrategy", "FULL")
                    .containsEntry("BackoffRate", 2)
                    .containsKeys("IntervalSeconds", "MaxDelaySeconds");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void expressions_always_parse(Workflow workflow) {
        List<String> expressions = new ArrayList<>();
        collect(workflow.definition(), expressions);
        assertThat(expressions).isNotEmpty().allSatisfy(text -> {
            assertThat(text).startsWith("{% ").endsWith(" %}");
            assertThatCode(() ->
                            Jsonata.jsonata(text.substring(2, text.length() - 2).strip()))
                    .as(text)
                    .doesNotThrowAnyException();
        });
    }

    private static void collect(@Nullable Object value, List<String> expressions) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(one -> collect(one, expressions));
        } else if (value instanceof List<?> list) {
            list.forEach(one -> collect(one, expressions));
        } else if (value instanceof String text && text.contains("{%")) {
            expressions.add(text);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void functions_always_areThoseOfTheTasks(Workflow workflow) {
        Set<String> named = new TreeSet<>();
        for (Map<String, Object> task : tasks(workflow.definition())) {
            named.add((String) object(task.get("Arguments")).get("FunctionName"));
        }
        assertThat(workflow.functions())
                .extracting(function -> "${" + Workflow.placeholder(function) + "}")
                .containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void training_dispatch_waitsUnderATokenForTheTimeGiven() {
        Map<String, Object> dispatch =
                object(states(Workflows.training(TRAINING_SECONDS).definition()).get("Dispatch"));
        assertThat(dispatch)
                .containsEntry("Resource", "arn:aws:states:::lambda:invoke.waitForTaskToken")
                .containsEntry("TimeoutSeconds", TRAINING_SECONDS);
    }
}
