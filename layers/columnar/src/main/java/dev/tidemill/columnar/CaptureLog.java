package dev.tidemill.columnar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.contract.capture.CapturedPrediction.LookedUp;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.storage.ObjectStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Captured predictions as Parquet: the envelope in columns; key, request, inputs, looked-up features and output in one
 * map column each, whose values are text, so that files of any project and revision are read together.
 */
public final class CaptureLog {
    /** The version of the shape, in the column {@code capture_version}. */
    public static final int VERSION = 1;

    private static final String VALUES = "MAP(VARCHAR, VARCHAR)";
    private static final String COLUMNS = "{capture_version: 'INTEGER', id: 'VARCHAR', workspace: 'VARCHAR',"
            + " project: 'VARCHAR', model: 'VARCHAR', version: 'INTEGER', channel: 'VARCHAR',"
            + " prediction_time: 'TIMESTAMPTZ', answered_at: 'TIMESTAMPTZ', \"key\": '" + VALUES
            + "', key_hash: 'VARCHAR', request: '" + VALUES + "', inputs: '" + VALUES
            + "', features: 'MAP(VARCHAR, STRUCT(\"value\" VARCHAR, age_seconds BIGINT, status VARCHAR, source VARCHAR))',"
            + " output: '" + VALUES + "', correlation_id: 'VARCHAR', execution_id: 'VARCHAR'}";

    private CaptureLog() {}

    /**
     * Writes predictions into a new file of the sandbox; the same ones in the same order give the same bytes.
     *
     * @throws IllegalArgumentException when a prediction is of another capture version, naming it
     */
    public static Path write(Sandbox sandbox, Collection<CapturedPrediction> predictions) {
        Path lines = sandbox.newFile(".jsonl");
        try (BufferedWriter out = Files.newBufferedWriter(lines)) {
            for (CapturedPrediction prediction : predictions) {
                requireVersion(prediction.captureVersion(), prediction.id());
                out.write(Json.write(row(prediction)));
                out.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path file = sandbox.newFile(".parquet");
        sandbox.execute("COPY (SELECT * FROM read_json(" + SqlText.literal(lines.toString())
                + ", format = 'newline_delimited', columns = " + COLUMNS + ")) TO " + SqlText.literal(file.toString())
                + " (FORMAT parquet, COMPRESSION zstd)");
        return file;
    }

    /**
     * Reads files of the sandbox: each prediction once by its id, ordered by id. Values are texts.
     *
     * @throws IllegalArgumentException when a file is of an unknown capture version
     */
    public static List<CapturedPrediction> read(Sandbox sandbox, Collection<Path> files) {
        return files.isEmpty() ? List.of() : query(sandbox, files, "true");
    }

    /**
     * Finds a prediction in the capture store, in the files whose keys say that they may hold it.
     *
     * @param predictionId a ULID; anything else is found nowhere
     * @return empty when it is not stored, which for a fresh one is so until the capture queue has been drained
     */
    public static Optional<CapturedPrediction> find(
            ObjectStore capture, Sandbox sandbox, String workspace, String model, String predictionId) {
        if (!Ulid.isUlid(predictionId)) {
            return Optional.empty();
        }
        List<String> keys = capture.list(CaptureKey.prefix(workspace, model, predictionId)).stream()
                .filter(key -> key.endsWith(".parquet") && CaptureKey.parse(key).mayHold(predictionId))
                .toList();
        for (String key : keys) {
            Path file = sandbox.newFile(".parquet");
            if (capture.download(key, file)) {
                List<CapturedPrediction> found = query(sandbox, List.of(file), "id = " + SqlText.literal(predictionId));
                if (!found.isEmpty()) {
                    return Optional.of(found.getFirst());
                }
            }
        }
        return Optional.empty();
    }

    private static List<CapturedPrediction> query(Sandbox sandbox, Collection<Path> files, String where) {
        return sandbox.query(
                "SELECT DISTINCT ON (id) capture_version, id, workspace, project, model, version, channel,"
                        + " epoch_us(prediction_time), epoch_us(answered_at), to_json(\"key\"), key_hash,"
                        + " to_json(request), to_json(inputs), to_json(features), to_json(output), correlation_id,"
                        + " execution_id FROM read_parquet(" + SqlText.literals(files)
                        + ", union_by_name = true) WHERE " + where
                        + " ORDER BY id, answered_at",
                rows -> {
                    requireVersion(rows.getInt(1), rows.getString(2));
                    return new CapturedPrediction(
                            rows.getInt(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getInt(6),
                            rows.getString(7),
                            SqlText.instant(rows.getLong(8)),
                            SqlText.instant(rows.getLong(9)),
                            values(rows.getString(10)),
                            rows.getString(11),
                            values(rows.getString(12)),
                            values(rows.getString(13)),
                            features(rows.getString(14)),
                            values(rows.getString(15)),
                            rows.getString(16),
                            rows.getString(17));
                });
    }

    private static void requireVersion(int version, String id) {
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "prediction " + id + " is of capture version " + version + ": expected " + VERSION);
        }
    }

    private static ObjectNode row(CapturedPrediction prediction) {
        ObjectNode row = Json.object()
                .put("capture_version", prediction.captureVersion())
                .put("id", prediction.id())
                .put("workspace", prediction.workspace())
                .put("project", prediction.project())
                .put("model", prediction.model())
                .put("version", prediction.version())
                .put("channel", prediction.channel())
                .put("prediction_time", prediction.predictionTime().toString())
                .put("answered_at", prediction.answeredAt().toString());
        row.set("key", texts(prediction.key()));
        row.put("key_hash", prediction.keyHash());
        row.set("request", texts(prediction.request()));
        row.set("inputs", texts(prediction.inputs()));
        ObjectNode features = row.putObject("features");
        prediction
                .features()
                .forEach((name, found) -> features.putObject(name)
                        .put("value", text(found.value()))
                        .put("age_seconds", found.ageSeconds())
                        .put("status", found.status())
                        .put("source", found.source()));
        row.set("output", texts(prediction.output()));
        row.put("correlation_id", prediction.correlationId());
        row.put("execution_id", prediction.executionId());
        return row;
    }

    private static ObjectNode texts(Map<String, @Nullable Object> values) {
        ObjectNode texts = Json.object();
        values.forEach((name, value) -> texts.put(name, text(value)));
        return texts;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static Map<String, @Nullable Object> values(@Nullable String json) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (json != null) {
            Json.parse(json)
                    .properties()
                    .forEach(entry -> values.put(
                            entry.getKey(),
                            entry.getValue().isNull() ? null : entry.getValue().asText()));
        }
        return values;
    }

    private static Map<String, LookedUp> features(@Nullable String json) {
        Map<String, LookedUp> features = new LinkedHashMap<>();
        if (json != null) {
            Json.parse(json).properties().forEach(entry -> {
                var found = entry.getValue();
                features.put(
                        entry.getKey(),
                        new LookedUp(
                                found.path("value").isNull()
                                        ? null
                                        : found.path("value").asText(),
                                found.path("age_seconds").isNull()
                                        ? null
                                        : found.path("age_seconds").asLong(),
                                found.path("status").asText(),
                                found.path("source").asText()));
            });
        }
        return features;
    }
}
