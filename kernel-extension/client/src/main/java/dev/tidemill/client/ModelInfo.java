package dev.tidemill.client;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A registered model.
 *
 * @param aliases version by alias
 * @param versions every version, oldest first; empty where the API told none
 * @param source everything the API told
 */
public record ModelInfo(String name, Map<String, Integer> aliases, List<Integer> versions, Document source) {
    static ModelInfo of(Document json) {
        Map<String, Integer> aliases = new TreeMap<>();
        json.at("aliases").fields().forEach((alias, value) -> aliases.put(alias, (int) value.integer()));
        return new ModelInfo(
                json.at("name").text(),
                aliases,
                json.at("versions").elements().stream()
                        .map(version -> (int) version.at("version").integer())
                        .sorted()
                        .toList(),
                json);
    }
}
