package dev.tidemill.lifecycleapi.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.storage.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The captured predictions in the capture store's Parquet files, which lie by model and by the hour that a prediction's
 * id begins with. Safe for use by several threads.
 */
public final class CaptureFiles implements PredictionLog {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy-MM-dd/HH").withZone(ZoneOffset.UTC);
    private static final String ROW = "SELECT capture_version, project, version, channel, epoch_us(prediction_time) AS"
            + " predicted, epoch_us(answered_at) AS answered, CAST(to_json(\"key\") AS VARCHAR) AS \"key\", key_hash,"
            + " CAST(to_json(request) AS VARCHAR) AS request, CAST(to_json(inputs) AS VARCHAR) AS inputs,"
            + " CAST(to_json(features) AS VARCHAR) AS features, CAST(to_json(output) AS VARCHAR) AS output,"
            + " correlation_id, execution_id FROM read_parquet(?) WHERE id = ? LIMIT 1";

    private final ObjectStore capture;

    public CaptureFiles(ObjectStore capture) {
        this.capture = capture;
    }

    @Override
    public Optional<CapturedPrediction> find(Workspace workspace, String model, String predictionId) {
        String folder = "w/" + workspace.name() + "/" + model + "/" + HOUR.format(Ulid.time(predictionId)) + "/";
        List<String> keys = capture.list(folder).stream()
                .filter(key -> key.endsWith(".parquet"))
                .toList();
        return keys.isEmpty() ? Optional.empty() : search(keys, workspace, model, predictionId);
    }

    private Optional<CapturedPrediction> search(List<String> keys, Workspace workspace, String model, String id) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("capture-").toRealPath();
            try (Connection database = database(folder)) {
                for (String key : keys) {
                    Path file = folder.resolve("file.parquet");
                    Files.deleteIfExists(file);
                    if (capture.download(key, file)) {
                        Optional<CapturedPrediction> found = read(database, file, workspace, model, id);
                        if (found.isPresent()) {
                            return found;
                        }
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB could not read the captured predictions", e);
        } finally {
            remove(folder);
        }
    }

    /** A database that reaches this folder and nothing else. */
    private static Connection database(Path folder) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:", new Properties());
        String place = "'" + folder.toString().replace("'", "''") + "'";
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = '256MiB'");
            statement.execute("SET threads = 1");
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET temp_directory = " + place);
            statement.execute("SET home_directory = " + place);
            statement.execute("SET allowed_directories = [" + place + "]");
            statement.execute("SET autoinstall_known_extensions = false");
            statement.execute("SET autoload_known_extensions = false");
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    private static Optional<CapturedPrediction> read(
            Connection database, Path file, Workspace workspace, String model, String id) throws SQLException {
        try (PreparedStatement query = database.prepareStatement(ROW)) {
            query.setString(1, file.toString());
            query.setString(2, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(prediction(row, workspace, model, id)) : Optional.empty();
            }
        }
    }

    private static CapturedPrediction prediction(ResultSet row, Workspace workspace, String model, String id)
            throws SQLException {
        ObjectNode json = Json.object()
                .put("captureVersion", row.getInt("capture_version"))
                .put("id", id)
                .put("workspace", workspace.name())
                .put("project", row.getString("project"))
                .put("model", model)
                .put("version", row.getInt("version"))
                .put("channel", row.getString("channel"))
                .put("predictionTime", instant(row, "predicted"))
                .put("answeredAt", instant(row, "answered"))
                .put("keyHash", row.getString("key_hash"))
                .put("correlationId", row.getString("correlation_id"))
                .put("executionId", row.getString("execution_id"));
        json.set("key", map(row.getString("key")));
        json.set("request", map(row.getString("request")));
        json.set("inputs", map(row.getString("inputs")));
        json.set("output", map(row.getString("output")));
        ObjectNode features = json.putObject("features");
        map(row.getString("features")).properties().forEach(feature -> {
            JsonNode value = feature.getValue();
            ObjectNode lookedUp = features.putObject(feature.getKey());
            lookedUp.set("value", value.get("value"));
            lookedUp.set("ageSeconds", value.get("age_seconds"));
            lookedUp.set("status", value.get("status"));
            lookedUp.set("source", value.get("source"));
        });
        return Json.read(json, CapturedPrediction.class);
    }

    private static @Nullable String instant(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull()
                ? null
                : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private static JsonNode map(@Nullable String json) {
        return json == null ? Json.object() : Json.parse(json);
    }

    private static void remove(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
