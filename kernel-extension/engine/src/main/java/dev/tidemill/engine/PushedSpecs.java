package dev.tidemill.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectReader;
import dev.tidemill.contract.project.ProjectSpec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What pushed revisions declare; a revision never changes and is asked for once. Safe for use by several threads. */
final class PushedSpecs {
    private final LocalEngine.Api api;
    private final Map<String, ProjectSpec> known = new ConcurrentHashMap<>();

    PushedSpecs(LocalEngine.Api api) {
        this.api = api;
    }

    /**
     * @param revision null for the latest
     */
    ProjectSpec load(String project, @Nullable String revision) {
        String path = "/v1/projects/" + segment(project);
        String id = revision != null
                ? revision
                : Json.parse(api.get(path)).path("revision").asText();
        String key = project + "/" + id;
        ProjectSpec spec = known.get(key);
        if (spec == null) {
            JsonNode json = Json.parse(api.get(path + "/revisions/" + segment(id)));
            Map<String, String> files = new TreeMap<>();
            json.path("files")
                    .properties()
                    .forEach(file -> files.put(file.getKey(), file.getValue().asText()));
            spec = ProjectReader.readStored(files);
            known.put(key, spec);
        }
        return spec;
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
