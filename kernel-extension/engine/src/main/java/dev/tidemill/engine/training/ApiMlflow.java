package dev.tidemill.engine.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.mlflow.MlflowEndpoint;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.contract.Json;
import java.util.Map;
import java.util.stream.Collectors;

/** The tracking server behind the same door as the API. What the client throws passes. */
record ApiMlflow(LocalEngine.Api api) implements MlflowEndpoint {
    private static final String BASE = "/api/2.0/mlflow/";

    @Override
    public JsonNode get(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(entry -> ApiPath.segment(entry.getKey()) + "=" + ApiPath.segment(entry.getValue()))
                .collect(Collectors.joining("&", "?", ""));
        return Json.parse(api.get(BASE + path + (query.isEmpty() ? "" : parameters)));
    }

    @Override
    public JsonNode post(String path, JsonNode body) {
        return Json.parse(api.post(BASE + path, Json.write(body)));
    }
}
