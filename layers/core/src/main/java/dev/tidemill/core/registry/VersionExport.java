package dev.tidemill.core.registry;

import java.util.List;
import java.util.Map;

/**
 * A version as it leaves a workspace.
 *
 * @param format of this record: {@value #FORMAT}
 * @param fields of the version (see {@link RegistryFields})
 * @param events what happened to the version, oldest first
 */
public record VersionExport(
        int format,
        String workspace,
        String model,
        int number,
        Map<String, String> fields,
        List<RegistryEvent> events) {
    /** The only format that there has been. */
    public static final int FORMAT = 1;

    public VersionExport {
        fields = Map.copyOf(fields);
        events = List.copyOf(events);
    }
}
