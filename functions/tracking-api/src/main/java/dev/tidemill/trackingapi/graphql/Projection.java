package dev.tidemill.trackingapi.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a query selects of a REST answer. Whole numbers become texts, as MLflow's schema has them, for JavaScript would
 * round them; what the answer lacks becomes null, or an empty list.
 */
final class Projection {
    private static final Set<String> LISTS = Set.of(
            "dataset_inputs",
            "dataset_summaries",
            "files",
            "metrics",
            "model_inputs",
            "model_outputs",
            "model_versions",
            "params",
            "runs",
            "tags");

    /** What REST answers leave out, where MLflow's schema has a value. */
    private static final Map<String, String> USUAL = Map.of("context", "", "file_size", "0");

    private Projection() {}

    static ObjectNode of(JsonNode rest, Field selected) {
        ObjectNode answer = Json.object();
        for (Field field : selected.fields()) {
            JsonNode value = rest.path(field.inRest());
            // GraphQL has no number for NaN and the infinities, which the REST answer writes as texts.
            boolean noNumber = selected.name().equals("metrics") && field.name().equals("value") && value.isTextual();
            answer.set(
                    field.answer(),
                    field.name().equals("__typename")
                            ? JsonNodeFactory.instance.textNode(type(selected))
                            : noNumber ? NullNode.getInstance() : value(value, field));
        }
        return answer;
    }

    private static JsonNode value(JsonNode rest, Field field) {
        if (rest.isArray()) {
            ArrayNode answer = JsonNodeFactory.instance.arrayNode();
            rest.forEach(one -> answer.add(value(one, field)));
            return answer;
        }
        if (rest.isObject()) {
            return field.fields().isEmpty() ? NullNode.getInstance() : of(rest, field);
        }
        if (rest.isMissingNode() || rest.isNull()) {
            String usual = USUAL.get(field.inRest());
            if (usual != null) {
                return JsonNodeFactory.instance.textNode(usual);
            }
            return LISTS.contains(field.inRest()) ? JsonNodeFactory.instance.arrayNode() : NullNode.getInstance();
        }
        return rest.isIntegralNumber() ? JsonNodeFactory.instance.textNode(rest.asText()) : rest;
    }

    /** A type's name; those of lists are in the singular. */
    private static String type(Field field) {
        String name = field.name();
        if (LISTS.contains(field.inRest())) {
            name = name.substring(0, name.length() - 1);
        }
        String type = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return type.startsWith("Mlflow") ? type + "Response" : "Mlflow" + type;
    }

    /** A failure as the queries' fields tell it. */
    static ObjectNode failure(String code, String message, List<Field> fields) {
        ObjectNode answer = Json.object();
        for (Field field : fields) {
            switch (field.name()) {
                case "apiError" ->
                    answer.set(
                            field.answer(), of(Json.object().put("code", code).put("message", message), field));
                case "__typename" -> answer.put(field.answer(), "MlflowFailure");
                default -> answer.putNull(field.answer());
            }
        }
        return answer;
    }
}
