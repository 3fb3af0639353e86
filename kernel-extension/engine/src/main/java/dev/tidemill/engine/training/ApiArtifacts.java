package dev.tidemill.engine.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.storage.ObjectReference;
import dev.tidemill.trainer.Artifacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Sends an execution's files to the addresses that the API gives, each good for exactly the file's content. */
record ApiArtifacts(LocalEngine.Api api, String execution, Path folder) implements Artifacts {
    private static final String STORE = "artifacts";

    @Override
    public ObjectReference write(String key, byte[] content, String contentType) {
        try {
            Path file = Files.createTempFile(folder, "artifact-", ".part");
            try {
                Files.write(file, content);
                return upload(key, file, contentType);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ObjectReference upload(String key, Path file, String contentType) {
        try {
            long size = Files.size(file);
            String sha256 = hash(file);
            JsonNode answer = Json.parse(api.post(
                    "/v1/executions/" + execution + "/artifacts",
                    Json.object()
                            .put("path", key)
                            .put("size", size)
                            .put("sha256", sha256)
                            .toString()));
            Map<String, String> headers = new TreeMap<>();
            answer.path("headers")
                    .properties()
                    .forEach(header ->
                            headers.put(header.getKey(), header.getValue().asText()));
            api.upload(URI.create(answer.path("url").asText()), headers, file);
            return new ObjectReference(STORE, key, sha256, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
