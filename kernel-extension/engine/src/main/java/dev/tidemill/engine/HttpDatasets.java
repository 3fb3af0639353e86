package dev.tidemill.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.columnar.DatasetId;
import dev.tidemill.columnar.DatasetSource;
import dev.tidemill.columnar.DatasetState;
import dev.tidemill.columnar.Lake.TimeRange;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The datasets of a deployment, whose files are downloaded once into a folder that several engines may share. A file is
 * found there by the dataset's first snapshot, which no other table has, and its own name; it never changes. Safe for
 * use by several threads.
 */
public final class HttpDatasets implements DatasetSource {
    private final LocalEngine.Api api;
    private final Path cache;

    /**
     * @param cache made when it is not there
     */
    public HttpDatasets(LocalEngine.Api api, Path cache) {
        this.api = api;
        this.cache = cache;
    }

    @Override
    public DatasetState require(DatasetId id) {
        return state(files(id, null));
    }

    @Override
    public DatasetState at(DatasetId id, long snapshotId) {
        return state(files(id, snapshotId));
    }

    @Override
    public List<Path> download(DatasetId id, long snapshotId, Sandbox sandbox, @Nullable TimeRange range) {
        JsonNode answer = files(id, snapshotId);
        DatasetState state = state(answer);
        long first = state.ingestions().isEmpty()
                ? state.snapshotId()
                : state.ingestions().getFirst().snapshotId();
        Path folder = cache.resolve(segment(id.project()))
                .resolve(segment(id.dataset()))
                .resolve(Long.toHexString(first));
        List<Path> files = new ArrayList<>();
        try {
            for (JsonNode file : answer.path("files")) {
                Path cached = cached(folder, file);
                files.add(link(cached, sandbox.folder().resolve("lake-" + cached.getFileName())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private Path cached(Path folder, JsonNode file) throws IOException {
        String name = file.path("name").asText();
        Path target = folder.resolve(segment(name));
        long size = file.path("size").asLong();
        if (Files.exists(target) && Files.size(target) == size) {
            return target;
        }
        Files.createDirectories(folder);
        Path part = folder.resolve("part-" + UUID.randomUUID());
        try {
            api.download(URI.create(file.path("url").asText()), part);
            if (Files.size(part) != size) {
                throw new IOException("the data file " + name + " came with " + Files.size(part) + " of " + size
                        + " bytes; try again");
            }
            return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Shows a file in the sandbox's folder: as the same file where the disk allows it, else as a copy. */
    private static Path link(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            return to;
        }
        try {
            return Files.createLink(to, from);
        } catch (FileSystemException | UnsupportedOperationException e) {
            return Files.copy(from, to);
        }
    }

    private JsonNode files(DatasetId id, @Nullable Long snapshotId) {
        return Json.parse(api.get("/v1/projects/" + segment(id.project()) + "/datasets/" + segment(id.dataset())
                + "/files" + (snapshotId == null ? "" : "?snapshot=" + snapshotId)));
    }

    private static DatasetState state(JsonNode json) {
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        json.path("columns")
                .properties()
                .forEach(column -> columns.put(
                        column.getKey(),
                        ColumnType.valueOf(column.getValue().asText().toUpperCase(Locale.ROOT))));
        List<DatasetState.Ingestion> ingestions = new ArrayList<>();
        for (JsonNode ingestion : json.path("ingestions")) {
            ingestions.add(new DatasetState.Ingestion(
                    ingestion.path("ingestionId").asText(),
                    ingestion.path("executionId").asText(),
                    ingestion.path("snapshotId").asLong(),
                    ingestion.path("rows").asLong(),
                    ingestion.path("quarantined").asLong(),
                    Instant.parse(ingestion.path("availableTo").asText()),
                    Instant.parse(ingestion.path("ingestedAt").asText())));
        }
        return new DatasetState(
                json.path("dataset").asText(),
                json.path("snapshotId").asLong(),
                json.path("sequence").asLong(),
                json.path("rows").asLong(),
                Instant.parse(json.path("watermark").asText()),
                columns,
                ingestions);
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
