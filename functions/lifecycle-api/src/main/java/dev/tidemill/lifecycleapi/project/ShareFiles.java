package dev.tidemill.lifecycleapi.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.columnar.DatasetId;
import dev.tidemill.columnar.DatasetState;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.storage.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Hands out addresses under which a dataset's or a model version's files can be read for a while. Thread-safe. */
public final class ShareFiles {
    private static final Duration VALID = Duration.ofMinutes(15);
    private static final String BUNDLE = "/bundle";

    private final LakeFiles files;
    private final ObjectStore lake;
    private final ObjectStore artifacts;

    public ShareFiles(LakeFiles files, ObjectStore lake, ObjectStore artifacts) {
        this.files = files;
        this.lake = lake;
        this.artifacts = artifacts;
    }

    /**
     * The files of a dataset, in the order in which every reader takes them, with all that a reader must know of it.
     *
     * @param snapshotId null for the dataset as it stands
     * @throws dev.tidemill.core.failure.ProblemException {@code NO_SUCH_DATASET}, {@code DATASET_NOT_INGESTED} or
     *     {@code SNAPSHOT_NOT_FOUND}
     */
    public ObjectNode dataset(Workspace workspace, ProjectSpec spec, String dataset, @Nullable Long snapshotId) {
        DescribeDatasets.requireDataset(spec, dataset, "path dataset");
        LakeFiles.Found found = files.find(new DatasetId(workspace, spec.project(), dataset), snapshotId);
        DatasetState state = found.state();
        ObjectNode json = Json.object()
                .put("dataset", dataset)
                .put("snapshotId", state.snapshotId())
                .put("sequence", state.sequence())
                .put("rows", state.rows())
                .put("watermark", state.watermark().toString());
        ObjectNode columns = json.putObject("columns");
        state.columns().forEach((name, type) -> columns.put(name, type.name().toLowerCase(Locale.ROOT)));
        json.set("ingestions", Json.tree(state.ingestions()));
        ArrayNode all = json.putArray("files");
        found.files().forEach(file -> add(all, file.name(), lake, file.key(), file.size()));
        return json;
    }

    /**
     * The files of a version: {@code bundle/...} and what lies beside it, and of its run {@code evaluation.json} where
     * that was kept.
     */
    public ObjectNode version(ModelVersion version) {
        Map<String, Long> sizes = new TreeMap<>();
        String evaluation = null;
        for (JsonNode artifact : Json.parse(version.manifest()).path("artifacts")) {
            String key = artifact.path("key").asText();
            sizes.put(key, artifact.path("size").asLong());
            if (key.endsWith("/evaluation.json")) {
                evaluation = key;
            }
        }
        ObjectNode json = Json.object().put("model", version.model()).put("version", version.number());
        ArrayNode all = json.putArray("files");
        String folder = folder(version);
        for (String key : folder.isEmpty() ? List.<String>of() : artifacts.list(folder)) {
            add(all, key.substring(folder.length()), artifacts, key, size(sizes, key));
        }
        if (evaluation != null && !evaluation.startsWith(folder)) {
            add(all, "evaluation.json", artifacts, evaluation, size(sizes, evaluation));
        }
        return json;
    }

    /** Empty when none of the version's files are in the store. */
    private String folder(ModelVersion version) {
        String bundle = version.bundleKey();
        if (bundle.isEmpty()) {
            return ImportedFiles.folder(artifacts, version).orElse("");
        }
        return bundle.endsWith(BUNDLE) ? bundle.substring(0, bundle.length() - BUNDLE.length() + 1) : bundle + "/";
    }

    private long size(Map<String, Long> known, String key) {
        Long size = known.get(key);
        return size == null ? artifacts.size(key).orElse(0L) : size;
    }

    private static void add(ArrayNode all, String name, ObjectStore store, String key, long size) {
        all.addObject()
                .put("name", name)
                .put("url", store.presignRead(key, VALID).toString())
                .put("size", size);
    }
}
