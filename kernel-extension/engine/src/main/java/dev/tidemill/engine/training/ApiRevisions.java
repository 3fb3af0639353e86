package dev.tidemill.engine.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.contract.workflow.ExecutionContext;
import dev.tidemill.trainer.Revisions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Revisions as the API tells them. */
record ApiRevisions(LocalEngine.Api api) implements Revisions {
    @Override
    public PushedProject load(ExecutionContext execution) {
        JsonNode json = Json.parse(api.get("/v1/projects/" + ApiPath.segment(execution.project()) + "/revisions/"
                + ApiPath.segment(execution.revision())));
        Map<String, String> files = new TreeMap<>();
        json.path("files")
                .properties()
                .forEach(file -> files.put(file.getKey(), file.getValue().asText()));
        return new PushedProject(
                PushedProject.FORMAT,
                execution.project(),
                execution.revision(),
                files,
                json.hasNonNull("commit") ? json.path("commit").asText() : null,
                json.path("dirty").asBoolean(),
                Instant.parse(json.path("pushedAt").asText()),
                List.of());
    }
}
