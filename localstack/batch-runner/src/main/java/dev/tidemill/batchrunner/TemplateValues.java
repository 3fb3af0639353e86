package dev.tidemill.batchrunner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Turns values of a CloudFormation template into text: Ref, GetAtt of an ARN, Sub, Join, Select, Split and ImportValue,
 * over all templates of one synthesis.
 */
final class TemplateValues {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}!]+)}");
    private static final List<String> NAMES = List.of(
            "BucketName",
            "TableName",
            "QueueName",
            "FunctionName",
            "JobQueueName",
            "JobDefinitionName",
            "RoleName",
            "StateMachineName",
            "Name",
            "TopicName",
            "LogGroupName",
            "RepositoryName",
            "RestApiName");
    private static final Map<String, String> ARNS = Map.of(
            "AWS::S3::Bucket", "arn:aws:s3:::%3$s",
            "AWS::DynamoDB::Table", "arn:aws:dynamodb:%1$s:%2$s:table/%3$s",
            "AWS::Batch::JobQueue", "arn:aws:batch:%1$s:%2$s:job-queue/%3$s",
            "AWS::Batch::JobDefinition", "arn:aws:batch:%1$s:%2$s:job-definition/%3$s:1",
            "AWS::IAM::Role", "arn:aws:iam::%2$s:role/%3$s",
            "AWS::Lambda::Function", "arn:aws:lambda:%1$s:%2$s:function:%3$s",
            "AWS::SQS::Queue", "arn:aws:sqs:%1$s:%2$s:%3$s");

    private final List<JsonNode> templates;
    private final String region;
    private final String account;
    private final Function<String, @Nullable String> physicalIds;

    /**
     * Values over some templates.
     *
     * @param physicalIds the deployed name of a resource by its logical id, null when it is not deployed; asked only
     *     when the template gives the resource no name
     */
    TemplateValues(
            List<JsonNode> templates, String region, String account, Function<String, @Nullable String> physicalIds) {
        this.templates = List.copyOf(templates);
        this.region = region;
        this.account = account;
        this.physicalIds = physicalIds;
    }

    /** The text of a value; a number or truth value as it is written. */
    String text(JsonNode value) {
        if (!value.isObject()) {
            return value.asText();
        }
        String function = value.fieldNames().next();
        JsonNode argument = value.get(function);
        return switch (function) {
            case "Ref" -> reference(argument.asText());
            case "Fn::GetAtt" -> attribute(argument);
            case "Fn::Sub" -> substituted(argument);
            case "Fn::Join" ->
                texts(argument.get(1)).stream()
                        .collect(Collectors.joining(argument.get(0).asText()));
            case "Fn::Select" -> texts(argument.get(1)).get(Integer.parseInt(text(argument.get(0))));
            case "Fn::ImportValue" -> imported(text(argument));
            default ->
                throw new BatchException(
                        "The template uses " + function + " in a job definition: this runner does not know it");
        };
    }

    private List<String> texts(JsonNode list) {
        if (list.isObject() && list.has("Fn::Split")) {
            JsonNode split = list.get("Fn::Split");
            return List.of(text(split.get(1)).split(Pattern.quote(split.get(0).asText()), -1));
        }
        List<String> texts = new ArrayList<>();
        list.forEach(element -> texts.add(text(element)));
        return texts;
    }

    private String reference(String id) {
        return switch (id) {
            case "AWS::Region" -> region;
            case "AWS::AccountId" -> account;
            case "AWS::Partition" -> "aws";
            case "AWS::URLSuffix" -> "amazonaws.com";
            case "AWS::NoValue" -> "";
            default -> name(id);
        };
    }

    private String name(String id) {
        for (JsonNode template : templates) {
            JsonNode parameter = template.at("/Parameters/" + id + "/Default");
            if (!parameter.isMissingNode()) {
                return parameter.asText();
            }
            JsonNode resource = template.path("Resources").path(id);
            if (!resource.isMissingNode()) {
                for (String property : NAMES) {
                    if (resource.path("Properties").has(property)) {
                        return text(resource.path("Properties").get(property));
                    }
                }
            }
        }
        String deployed = physicalIds.apply(id);
        return deployed == null ? id : deployed;
    }

    private String attribute(JsonNode argument) {
        String id = argument.isArray()
                ? argument.get(0).asText()
                : argument.asText().replaceFirst("\\..*", "");
        String attribute = argument.isArray()
                ? argument.get(1).asText()
                : argument.asText().replaceFirst(".*?\\.", "");
        if (!attribute.equals("Arn") && !attribute.endsWith("Arn")) {
            return name(id);
        }
        String type = templates.stream()
                .map(template -> template.at("/Resources/" + id + "/Type").asText())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("");
        return ARNS.getOrDefault(type, "arn:aws:unknown:%1$s:%2$s:%3$s").formatted(region, account, name(id));
    }

    private String substituted(JsonNode argument) {
        String pattern = argument.isArray() ? argument.get(0).asText() : argument.asText();
        Matcher matcher = VARIABLE.matcher(pattern);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String variable = matcher.group(1);
            String value;
            if (argument.isArray() && argument.get(1).has(variable)) {
                value = text(argument.get(1).get(variable));
            } else if (variable.contains(".")) {
                value = attribute(com.fasterxml.jackson.databind.node.TextNode.valueOf(variable));
            } else {
                value = reference(variable);
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(text).toString().replace("${!", "${");
    }

    private String imported(String export) {
        return templates.stream()
                .flatMap(template ->
                        StreamSupport.stream(template.path("Outputs").spliterator(), false))
                .filter(output -> output.has("Export")
                        && text(output.get("Export").get("Name")).equals(export))
                .findFirst()
                .map(output -> text(output.get("Value")))
                .orElseThrow(() -> new BatchException("No template exports " + export));
    }
}
