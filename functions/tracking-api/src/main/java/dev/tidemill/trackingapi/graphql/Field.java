package dev.tidemill.trackingapi.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A field that a query selects.
 *
 * @param answer key of the answer: the field's alias, or its name
 * @param arguments their values by name
 * @param fields what is selected below it; empty for a leaf
 */
record Field(String answer, String name, Map<String, JsonNode> arguments, List<Field> fields) {
    /** The argument {@code input}; an empty object when it is not given. */
    ObjectNode input() {
        return arguments.get("input") instanceof ObjectNode input ? input : Json.object();
    }

    /** The field as the REST API writes it: {@code run_name} for {@code runName}. */
    String inRest() {
        return Query.inRest(name);
    }

    boolean selects(String below) {
        return fields.stream().anyMatch(field -> field.name().equals(below));
    }

    Optional<Field> field(String below) {
        return fields.stream().filter(field -> field.name().equals(below)).findFirst();
    }
}
