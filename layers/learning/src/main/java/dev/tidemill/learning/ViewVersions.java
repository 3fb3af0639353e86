package dev.tidemill.learning;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec;
import java.util.Map;
import java.util.TreeMap;

/** The versions of a project's views: content hashes of their definitions. */
public final class ViewVersions {
    private static final int DIGITS = 16;

    private ViewVersions() {}

    /** First 16 hexadecimal digits of the hash of each view's definition, by name. */
    public static Map<String, String> of(ProjectSpec spec) {
        Map<String, String> versions = new TreeMap<>();
        spec.features()
                .views()
                .forEach((name, view) -> versions.put(name, Json.hash(view).substring(0, DIGITS)));
        return versions;
    }
}
