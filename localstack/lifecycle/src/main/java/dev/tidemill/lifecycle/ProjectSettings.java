package dev.tidemill.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Map;

/** Changes settings of a project.yaml by their dotted path; the text loses its comments. */
final class ProjectSettings {
    private static final YAMLMapper MAPPER = new YAMLMapper();

    private ProjectSettings() {}

    /**
     * The text with the settings changed; the very same text when there are none.
     *
     * @throws WalkException when a path leads through something that is no object
     */
    static String applied(String yaml, Map<String, Object> settings) {
        if (settings.isEmpty()) {
            return yaml;
        }
        try {
            JsonNode root = MAPPER.readTree(yaml);
            settings.forEach((path, value) -> set(root, path, value));
            return MAPPER.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new WalkException("project.yaml is no YAML: " + e.getOriginalMessage(), e);
        }
    }

    private static void set(JsonNode root, String path, Object value) {
        String[] steps = path.split("\\.");
        JsonNode at = root;
        for (int i = 0; i < steps.length - 1; i++) {
            at = at.isArray() && steps[i].matches("\\d+") ? at.path(Integer.parseInt(steps[i])) : at.path(steps[i]);
        }
        if (!(at instanceof ObjectNode object)) {
            throw new WalkException("setting " + path + ": project.yaml has no object at '"
                    + path.substring(0, Math.max(0, path.lastIndexOf('.'))) + "'");
        }
        object.set(steps[steps.length - 1], MAPPER.valueToTree(value));
    }
}
