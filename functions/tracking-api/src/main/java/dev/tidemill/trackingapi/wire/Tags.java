package dev.tidemill.trackingapi.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Lists of {@code {key, value}}. */
public final class Tags {
    private Tags() {}

    /** Reads tags; of two with one key the last stays. */
    public static Map<String, String> read(Parameters parameters, String name, UnaryOperator<String> value) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Parameters tag : parameters.objects(name)) {
            tags.put(Limits.tagKey(tag), value.apply(tag.textOrEmpty("value")));
        }
        return tags;
    }

    /** Writes them by key. */
    public static void write(ArrayNode array, Map<String, String> tags) {
        new TreeMap<>(tags)
                .forEach((key, value) -> array.addObject().put("key", key).put("value", value));
    }
}
