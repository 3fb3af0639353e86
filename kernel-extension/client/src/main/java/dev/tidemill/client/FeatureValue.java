package dev.tidemill.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A feature as the online store had it.
 *
 * @param value a Java number, text or boolean; null when there is none
 * @param status PRESENT, STALE, FUTURE or MISSING
 * @param ageSeconds from its event to the time asked for; null when there is none
 */
public record FeatureValue(
        @Nullable Object value, String status, @Nullable Long ageSeconds) {
    static Map<String, Map<String, FeatureValue>> byEntity(Document json) {
        Map<String, Map<String, FeatureValue>> found = new LinkedHashMap<>();
        for (Document row : json.at("values").elements()) {
            Map<String, FeatureValue> features =
                    found.computeIfAbsent(row.at("entity").text(), entity -> new LinkedHashMap<>());
            row.at("features").fields().forEach((name, value) -> features.put(name, of(value)));
        }
        return found;
    }

    private static FeatureValue of(Document json) {
        Document age = json.at("ageSeconds");
        return new FeatureValue(
                json.at("value").value(), json.at("status").text(""), age.isNumber() ? (Long) age.integer() : null);
    }
}
