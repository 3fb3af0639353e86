package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.RegistryWork;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The versions of one model in the registry table. */
record StoredVersions(Table table, Workspace workspace, String modelId) implements RegistryWork.Versions {
    @Override
    public Optional<Map<String, String>> find(int number) {
        return table.get(RegistryItems.pk(workspace, modelId), RegistryItems.versionSk(number))
                .map(RegistryItems::readVersion);
    }

    @Override
    public Optional<Integer> ofExecution(String executionId) {
        return table.get(RegistryItems.pk(workspace, modelId), RegistryItems.executionSk(executionId))
                .map(item -> (int) item.number("version"));
    }

    @Override
    public NavigableMap<Integer, Map<String, String>> all() {
        NavigableMap<Integer, Map<String, String>> all = new TreeMap<>();
        table.query(RegistryItems.pk(workspace, modelId), RegistryItems.VERSIONS, true)
                .forEach(item -> all.put(RegistryItems.readNumber(item), RegistryItems.readVersion(item)));
        return all;
    }
}
