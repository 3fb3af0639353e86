package dev.tidemill.batchrunner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a submission changes in its job definition. */
final class Overrides {
    private Overrides() {}

    /**
     * Applies {@code containerOverrides}, {@code parameters}, {@code retryStrategy} and {@code timeout} of a SubmitJob
     * request.
     *
     * @throws BatchException when a value is impossible
     */
    static JobSpec apply(JobSpec spec, JsonNode request) {
        JsonNode container = request.path("containerOverrides");
        Map<String, String> environment = new LinkedHashMap<>(spec.environment());
        for (JsonNode variable : container.path("environment")) {
            String name = variable.path("name").asText();
            if (name.startsWith("AWS_BATCH")) {
                throw new BatchException(
                        "environment variable " + name + ": names that begin with AWS_BATCH are Batch's own");
            }
            environment.put(name, variable.path("value").asText());
        }
        double vcpus = spec.vcpus();
        int memory = spec.memoryMb();
        int gpus = spec.gpus();
        for (JsonNode requirement : container.path("resourceRequirements")) {
            String type = requirement.path("type").asText();
            double value = number(requirement.path("value").asText(), "resourceRequirements " + type);
            switch (type) {
                case "VCPU" -> vcpus = value;
                case "MEMORY" -> memory = (int) value;
                case "GPU" -> gpus = (int) value;
                default ->
                    throw new BatchException(
                            "resourceRequirements type \"" + type + "\": expected VCPU, MEMORY or GPU");
            }
        }
        JsonNode timeout = request.at("/timeout/attemptDurationSeconds");
        if (!timeout.isMissingNode() && timeout.asInt() < 60) {
            throw new BatchException("timeout.attemptDurationSeconds is " + timeout.asInt() + ": expected 60 or more");
        }
        return new JobSpec(
                spec.image(),
                command(container.has("command") ? texts(container.get("command")) : spec.command(), request),
                environment,
                vcpus,
                memory,
                gpus,
                request.has("retryStrategy") ? retry(request.get("retryStrategy")) : spec.retry(),
                timeout.isMissingNode() ? spec.timeoutSeconds() : Integer.valueOf(timeout.asInt()));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static List<String> command(List<String> command, JsonNode request) {
        List<String> filled = new ArrayList<>();
        for (String argument : command) {
            String value = argument;
            for (Map.Entry<String, JsonNode> parameter :
                    request.path("parameters").properties()) {
                value = value.replace(
                        "Ref::" + parameter.getKey(), parameter.getValue().asText());
            }
            filled.add(value);
        }
        return filled;
    }

    private static double number(String value, String place) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException notNumber) {
            throw new BatchException(place + " is \"" + value + "\": expected a number");
        }
    }

    private static RetryStrategy retry(JsonNode strategy) {
        List<RetryStrategy.Rule> rules = new ArrayList<>();
        for (JsonNode rule : strategy.path("evaluateOnExit")) {
            rules.add(new RetryStrategy.Rule(
                    rule.path("onExitCode").asText(null),
                    rule.path("onReason").asText(null),
                    rule.path("onStatusReason").asText(null),
                    rule.path("action").asText().equalsIgnoreCase("RETRY")));
        }
        return new RetryStrategy(strategy.path("attempts").asInt(1), rules);
    }
}
