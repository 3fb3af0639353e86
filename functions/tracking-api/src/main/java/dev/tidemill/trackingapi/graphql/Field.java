package dev.tidemill.trackingapi.graphql;

import java.util.List;
import java.util.Optional;

/**
 * A field that a query selects.
 *
 * @param answer key of the answer: the field's alias, or its name
 * @param arguments the variable behind each argument that is a variable, as name and variable
 * @param fields what is selected below it; empty for a leaf
 */
record Field(String answer, String name, List<Argument> arguments, List<Field> fields) {
    /** An argument whose value is a variable. */
    record Argument(String name, String variable) {}

    /** The variable behind the argument {@code input}. */
    Optional<String> input() {
        return arguments.stream()
                .filter(argument -> argument.name().equals("input"))
                .map(Argument::variable)
                .findFirst();
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
