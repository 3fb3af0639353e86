package dev.tidemill.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One registered model: its versions and aliases, and predictions by the version that serves. Safe for threads. */
public final class ModelClient {
    private final ApiConnection connection;
    private final String name;
    private final AtomicReference<@Nullable ModelMetadata> metadata = new AtomicReference<>();

    ModelClient(ApiConnection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /** The model's name. */
    public String name() {
        return name;
    }

    /** The model with its versions and aliases. */
    public ModelInfo describe() {
        return ModelInfo.of(TidemillClient.inner(connection.get(path("")), "model"));
    }

    /** One version with its manifest and card. */
    public ModelVersionInfo version(int version) {
        return ModelVersionInfo.of(name, version, connection.get(path("/versions/" + version)));
    }

    /**
     * What a version's training left behind: its record, {@code bundle/} with all that serving reads, the model for
     * Tribuo and the training set. Each is good for {@link TidemillClient#download} for a while.
     */
    public List<RemoteFile> files(int version) {
        return RemoteFile.list(connection.get(path("/versions/" + version + "/files")));
    }

    /** The version an alias names. */
    public int alias(String alias) {
        Document json = connection.get(path("/aliases/" + ApiConnection.segment(alias)));
        return (int) json.at("version").integer();
    }

    /** What the serving version takes and gives; read once and kept by this object. */
    public ModelMetadata metadata() {
        ModelMetadata known = metadata.get();
        if (known == null) {
            known = ModelMetadata.of(connection.get("/v2/models/" + ApiConnection.segment(name)));
            metadata.set(known);
        }
        return known;
    }

    /**
     * Predicts one row.
     *
     * @param row values by request column or full view feature name; numbers, texts, booleans, instants or null
     */
    public Predictions.Prediction predictOne(Map<String, ?> row) {
        List<Predictions.Prediction> rows = predict(List.of(row)).rows();
        if (rows.size() != 1) {
            throw TidemillException.unexpectedAnswer("One row was asked, " + rows.size() + " were answered.");
        }
        return rows.getFirst();
    }

    /**
     * Predicts rows in one request.
     *
     * @param rows values by request column or full view feature name; numbers, texts, booleans, instants or null. A
     *     column that a row lacks is null for it
     * @throws TidemillException when a column is unknown, a required one is missing or a value does not fit
     */
    public Predictions predict(List<? extends Map<String, ?>> rows) {
        if (rows.isEmpty()) {
            throw TidemillException.invalidInput("There is no row to predict.");
        }
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (String column : columns) {
            inputs.add(tensor(column, rows));
        }
        Document answer =
                connection.post("/v2/models/" + ApiConnection.segment(name) + "/infer", Map.of("inputs", inputs), null);
        return Predictions.of(answer);
    }

    private Map<String, Object> tensor(String column, List<? extends Map<String, ?>> rows) {
        List<@Nullable Object> data = new ArrayList<>(rows.size());
        for (Map<String, ?> row : rows) {
            Object value = row.get(column);
            data.add(value instanceof Instant instant ? instant.toString() : value);
        }
        Map<String, Object> tensor = new LinkedHashMap<>();
        tensor.put("name", column);
        tensor.put("shape", List.of(rows.size()));
        tensor.put("datatype", datatype(column, data));
        tensor.put("data", data);
        return tensor;
    }

    /** As the model lists it; for a name that it does not list (a view feature), as the values are. */
    private String datatype(String column, List<@Nullable Object> data) {
        return metadata().input(column).map(ModelMetadata.Tensor::datatype).orElseGet(() -> {
            if (data.stream().anyMatch(String.class::isInstance)) {
                return "BYTES";
            }
            return data.stream().anyMatch(Boolean.class::isInstance) ? "BOOL" : "FP64";
        });
    }

    private String path(String below) {
        return "/v1/models/" + ApiConnection.segment(name) + below;
    }

    @Override
    public String toString() {
        return "model " + name + " at " + connection.base();
    }
}
