package dev.tidemill.batchrunner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The queues and job definitions of synthesized templates.
 *
 * @param queues by name
 * @param definitions by name
 */
record Declarations(Map<String, JobQueue> queues, Map<String, JobDefinition> definitions) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    // Where Batch logs when a job definition does not say.
    private static final String BATCH_LOG_GROUP = "/aws/batch/job";

    /** Copies the collections. */
    Declarations {
        queues = Map.copyOf(queues);
        definitions = Map.copyOf(definitions);
    }

    /**
     * Reads every {@code *.template.json} of a folder.
     *
     * @throws BatchException when there is none, or one cannot be read
     */
    static Declarations read(
            Path folder, String region, String account, Function<String, @Nullable String> physicalIds) {
        List<JsonNode> templates = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".template.json"))
                    .sorted()
                    .toList()) {
                templates.add(MAPPER.readTree(file.toFile()));
            }
        } catch (IOException unreadable) {
            throw new BatchException("The templates in " + folder + " cannot be read: " + unreadable.getMessage());
        } catch (UncheckedIOException unreadable) {
            throw new BatchException("The templates in " + folder + " cannot be read: " + unreadable.getMessage());
        }
        TemplateValues values = new TemplateValues(templates, region, account, physicalIds);
        Map<String, JobQueue> queues = new LinkedHashMap<>();
        Map<String, JobDefinition> definitions = new LinkedHashMap<>();
        for (JsonNode template : templates) {
            template.path("Resources").properties().forEach(entry -> {
                JsonNode properties = entry.getValue().path("Properties");
                switch (entry.getValue().path("Type").asText()) {
                    case "AWS::Batch::JobQueue" -> {
                        JobQueue queue = queue(entry.getKey(), properties, values);
                        queues.put(queue.name(), queue);
                    }
                    case "AWS::Batch::JobDefinition" -> {
                        JobDefinition definition = definition(entry.getKey(), properties, values);
                        definitions.put(definition.name(), definition);
                    }
                    default -> {}
                }
            });
        }
        return new Declarations(queues, definitions);
    }

    private static JobQueue queue(String id, JsonNode properties, TemplateValues values) {
        List<JobQueue.WaitLimit> limits = new ArrayList<>();
        for (JsonNode limit : properties.path("JobStateTimeLimitActions")) {
            limits.add(new JobQueue.WaitLimit(
                    values.text(limit.path("Reason")),
                    limit.path("MaxTimeSeconds").asInt()));
        }
        return new JobQueue(
                named(properties.path("JobQueueName"), id, values),
                properties.path("Priority").asInt(1),
                !properties.path("State").asText("ENABLED").equals("DISABLED"),
                limits);
    }

    private static JobDefinition definition(String id, JsonNode properties, TemplateValues values) {
        JsonNode container = properties.path("ContainerProperties");
        List<String> command = new ArrayList<>();
        container.path("Command").forEach(argument -> command.add(values.text(argument)));
        Map<String, String> environment = new LinkedHashMap<>();
        container
                .path("Environment")
                .forEach(variable ->
                        environment.put(variable.path("Name").asText(), values.text(variable.path("Value"))));
        double vcpus = container.path("Vcpus").asDouble(1);
        int memory = container.path("Memory").asInt(2048);
        int gpus = 0;
        for (JsonNode requirement : container.path("ResourceRequirements")) {
            String value = values.text(requirement.path("Value"));
            switch (requirement.path("Type").asText()) {
                case "VCPU" -> vcpus = Double.parseDouble(value);
                case "MEMORY" -> memory = Integer.parseInt(value);
                case "GPU" -> gpus = Integer.parseInt(value);
                default -> {}
            }
        }
        JsonNode timeout = properties.at("/Timeout/AttemptDurationSeconds");
        return new JobDefinition(
                named(properties.path("JobDefinitionName"), id, values),
                logGroup(container.at("/LogConfiguration/Options/awslogs-group"), values),
                new JobSpec(
                        values.text(container.path("Image")),
                        command,
                        environment,
                        vcpus,
                        memory,
                        gpus,
                        retry(properties.path("RetryStrategy")),
                        timeout.isMissingNode() ? null : Integer.valueOf(values.text(timeout))));
    }

    private static String logGroup(JsonNode group, TemplateValues values) {
        return group.isMissingNode() ? BATCH_LOG_GROUP : values.text(group);
    }

    private static RetryStrategy retry(JsonNode strategy) {
        List<RetryStrategy.Rule> rules = new ArrayList<>();
        for (JsonNode rule : strategy.path("EvaluateOnExit")) {
            rules.add(new RetryStrategy.Rule(
                    rule.path("OnExitCode").asText(null),
                    rule.path("OnReason").asText(null),
                    rule.path("OnStatusReason").asText(null),
                    rule.path("Action").asText().equalsIgnoreCase("RETRY")));
        }
        return new RetryStrategy(strategy.path("Attempts").asInt(1), rules);
    }

    private static String named(JsonNode name, String id, TemplateValues values) {
        return name.isMissingNode() ? id : values.text(name);
    }

    /** Finds a queue by name or ARN. */
    JobQueue queue(String nameOrArn) {
        JobQueue queue = queues.get(nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1));
        if (queue == null) {
            throw new BatchException("JobQueue " + nameOrArn + " not found: the template declares " + queues.keySet());
        }
        return queue;
    }

    /** Finds a job definition by name, name and revision 1, or ARN. */
    JobDefinition definition(String nameOrArn) {
        String name = nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1).replaceFirst(":\\d+$", "");
        return Objects.requireNonNullElseGet(definitions.get(name), () -> {
            throw new BatchException(
                    "JobDefinition " + nameOrArn + " not found: the template declares " + definitions.keySet());
        });
    }
}
