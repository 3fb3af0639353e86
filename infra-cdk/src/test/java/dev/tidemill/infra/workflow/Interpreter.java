package dev.tidemill.infra.workflow;

import static com.dashjoin.jsonata.Jsonata.jsonata;

import com.dashjoin.jsonata.Jsonata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a definition as Step Functions would, without waiting: the states that our workflows use, variables, retries by
 * count, catches, and the limits that matter. Lambda calls go to a function given.
 */
final class Interpreter {
    /** What a state may take in or give out on Step Functions. */
    static final int MOST_BYTES = 256 * 1024;

    /** One call of a function: its placeholder and its payload. */
    record Call(String function, Map<String, Object> payload) {}

    /** An error of a task, with the name that Step Functions gives it. */
    static final class TaskError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String error;

        TaskError(String error) {
            super("cause of " + error);
            this.error = error;
        }

        String error() {
            return error;
        }
    }

    /**
     * How an execution ended.
     *
     * @param error null when it succeeded
     */
    record Ended(@Nullable String error, @Nullable Object output, List<String> states, List<Call> calls) {
        List<String> called() {
            return calls.stream()
                    .map(call -> call.function()
                            + (call.payload().containsKey("action")
                                    ? ":" + call.payload().get("action")
                                    : ""))
                    .toList();
        }

        Map<String, Object> lastPayload() {
            return calls.getLast().payload();
        }
    }

    private final Function<Call, @Nullable Object> functions;
    private final List<String> entered = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Object> variables = new LinkedHashMap<>();
    private int largest;

    Interpreter(Function<Call, @Nullable Object> functions) {
        this.functions = functions;
    }

    /** Bytes of the largest payload, output or set of variables seen. */
    int largestBytes() {
        return largest;
    }

    Ended run(Workflow workflow, Object input) {
        try {
            Object output = states(workflow.definition(), input, null);
            return new Ended(null, output, entered, calls);
        } catch (TaskError e) {
            return new Ended(e.error(), null, entered, calls);
        }
    }

    private @Nullable Object states(Map<String, Object> machine, @Nullable Object input, @Nullable Object item) {
        Map<String, Object> states = object(machine.get("States"));
        String at = (String) machine.get("StartAt");
        Object value = input;
        while (true) {
            entered.add(at);
            Map<String, Object> state = object(states.get(at));
            Step step = step(state, value, item);
            value = measured(step.output());
            if (step.next() == null) {
                return value;
            }
            at = step.next();
        }
    }

    private record Step(@Nullable Object output, @Nullable String next) {}

    private Step step(Map<String, Object> state, @Nullable Object input, @Nullable Object item) {
        Map<String, Object> context = context(input, item);
        return switch (type(state)) {
            case "Pass" -> finished(state, context, input);
            case "Succeed" -> new Step(input, null);
            case "Fail" -> throw new TaskError((String) Objects.requireNonNull(evaluated(state.get("Error"), context)));
            case "Choice" -> new Step(input, choose(state, context));
            case "Task", "Map" -> tried(state, context);
            default -> throw new AssertionError("no such state type here: " + state.get("Type"));
        };
    }

    private String choose(Map<String, Object> state, Map<String, Object> context) {
        for (Object rule : list(state.get("Choices"))) {
            if (Boolean.TRUE.equals(evaluated(object(rule).get("Condition"), context))) {
                return (String) Objects.requireNonNull(object(rule).get("Next"));
            }
        }
        return (String) Objects.requireNonNull(state.get("Default"));
    }

    private Step tried(Map<String, Object> state, Map<String, Object> context) {
        Map<Object, Integer> attempts = new LinkedHashMap<>();
        while (true) {
            try {
                Object result = type(state).equals("Map") ? mapped(state, context) : called(state, context);
                Map<String, Object> after = new LinkedHashMap<>(context);
                after.put("result", result);
                return finished(state, after, result);
            } catch (TaskError e) {
                Object retrier = matching(list(state.get("Retry")), e);
                if (retrier == null
                        || attempts.merge(retrier, 1, Integer::sum)
                                > (Integer)
                                        Objects.requireNonNull(object(retrier).get("MaxAttempts"))) {
                    return caught(state, context, e);
                }
            }
        }
    }

    private Step caught(Map<String, Object> state, Map<String, Object> context, TaskError error) {
        Object catcher = matching(list(state.get("Catch")), error);
        if (catcher == null) {
            throw error;
        }
        Map<String, Object> after = new LinkedHashMap<>(context);
        after.put("errorOutput", WorkflowBuilder.asl("Error", error.error(), "Cause", "cause of " + error.error()));
        return finished(object(catcher), after, after.get("errorOutput"));
    }

    private static @Nullable Object matching(List<Object> rules, TaskError error) {
        for (Object rule : rules) {
            List<Object> names = list(object(rule).get("ErrorEquals"));
            if (names.contains("States.ALL")
                    || names.contains(error.error())
                    || (names.contains("States.TaskFailed") && !error.error().equals("States.Timeout"))) {
                return rule;
            }
        }
        return null;
    }

    private Object called(Map<String, Object> state, Map<String, Object> context) {
        Map<String, Object> arguments = object(evaluated(state.get("Arguments"), context));
        String name = ((String) Objects.requireNonNull(arguments.get("FunctionName"))).replaceAll("[${}]", "");
        Call call = new Call(name, object(measured(arguments.get("Payload"))));
        calls.add(call);
        Object answer = functions.apply(call);
        boolean token = ((String) Objects.requireNonNull(state.get("Resource"))).endsWith(".waitForTaskToken");
        return token
                ? Objects.requireNonNull(answer)
                : WorkflowBuilder.asl("StatusCode", 200, "Payload", Objects.requireNonNull(answer));
    }

    private List<Object> mapped(Map<String, Object> state, Map<String, Object> context) {
        List<Object> results = new ArrayList<>();
        for (Object item : list(evaluated(state.get("Items"), context))) {
            Object input = evaluated(state.get("ItemSelector"), context(null, item));
            results.add(Objects.requireNonNull(states(object(state.get("ItemProcessor")), input, item)));
        }
        return results;
    }

    /** All expressions of a state see the variables as they were when it began. */
    private Step finished(Map<String, Object> state, Map<String, Object> context, @Nullable Object otherwise) {
        Map<String, Object> assigned = new LinkedHashMap<>();
        object(state.getOrDefault("Assign", Map.of()))
                .forEach((name, value) -> assigned.put(name, evaluated(value, context)));
        Object output = state.containsKey("Output") ? evaluated(state.get("Output"), context) : otherwise;
        variables.putAll(assigned);
        measured(variables);
        return new Step(output, (String) state.get("Next"));
    }

    private Map<String, Object> context(@Nullable Object input, @Nullable Object item) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("input", input);
        context.put(
                "context",
                WorkflowBuilder.asl(
                        "Task", Map.of("Token", "token"),
                        "Map",
                                WorkflowBuilder.asl(
                                        "Item", item == null ? Map.of() : WorkflowBuilder.asl("Value", item))));
        return context;
    }

    /** Replaces every expression in a template by its value; an undefined value is an error, as on Step Functions. */
    private @Nullable Object evaluated(@Nullable Object template, Map<String, Object> states) {
        if (template instanceof Map<?, ?> map) {
            Map<String, Object> result = new LinkedHashMap<>();
            map.forEach((key, value) -> result.put((String) key, evaluated(value, states)));
            return result;
        }
        if (template instanceof List<?> list) {
            return list.stream().map(one -> evaluated(one, states)).toList();
        }
        if (!(template instanceof String text) || !text.startsWith("{%")) {
            return template;
        }
        Jsonata expression = jsonata(text.substring(2, text.length() - 2).strip());
        Jsonata.Frame frame = expression.createFrame();
        frame.bind("states", states);
        variables.forEach(frame::bind);
        Object value = expression.evaluate(null, frame);
        if (value == null) {
            throw new TaskError("States.QueryEvaluationError");
        }
        return value;
    }

    private @Nullable Object measured(@Nullable Object value) {
        largest = Math.max(largest, String.valueOf(value).length());
        return value;
    }

    /** The type of a state. */
    static String type(Map<String, Object> state) {
        return (String) Objects.requireNonNull(state.get("Type"));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(@Nullable Object value) {
        return value == null ? List.of() : (List<Object>) value;
    }
}
