package dev.tidemill.client.plot;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run as it is compared with others.
 *
 * @param name told when the pointer is over its line
 * @param params by name, in their order; numbers are placed by their size, anything else by its text
 * @param metrics by name, in their order, finite
 */
public record ComparedRun(String name, Map<String, Object> params, Map<String, Double> metrics) {
    /** Copies its maps in their order. */
    public ComparedRun {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
