package dev.tidemill.engine.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.core.Workspace;
import dev.tidemill.learning.ModelBundle;
import dev.tidemill.trainer.Champion;
import dev.tidemill.trainer.Champions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Champions whose bundles are downloaded by the addresses that the API gives. */
record ApiChampions(LocalEngine.Api api, Path folder) implements Champions {
    private static final String BUNDLE = "bundle/";

    @Override
    public Optional<Champion> find(Workspace workspace, String model) {
        for (JsonNode registered : Json.parse(api.get("/v1/models")).path("models")) {
            int version = registered.path("aliases").path("champion").asInt(0);
            if (registered.path("name").asText().equals(model) && version > 0) {
                return Optional.of(load(model, version));
            }
        }
        return Optional.empty();
    }

    private Champion load(String model, int version) {
        String path = "/v1/models/" + ApiPath.segment(model) + "/versions/" + version;
        ModelManifest manifest = Json.read(Json.parse(api.get(path)).path("manifest"), ModelManifest.class);
        Map<String, URI> addresses = new HashMap<>();
        for (JsonNode file : Json.parse(api.get(path + "/files")).path("files")) {
            addresses.put(
                    file.path("name").asText(), URI.create(file.path("url").asText()));
        }
        return new Champion(
                version,
                manifest.cutOff(),
                ModelBundle.load(name -> read(addresses.get(BUNDLE + name)), manifest.bundleSha256()));
    }

    private byte @Nullable [] read(@Nullable URI address) {
        if (address == null) {
            return null;
        }
        try {
            Path file = Files.createTempFile(folder, "champion-", ".part");
            try {
                api.download(address, file);
                return Files.readAllBytes(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
