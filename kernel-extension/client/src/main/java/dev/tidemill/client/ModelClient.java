package dev.tidemill.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One registered model: its versions and aliases, and predictions by the version that serves. Safe for threads. */
public final class ModelClient {
    private static final int PAGE = 200;

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

    /**
     * The version an alias named at a time, and who moved it there, when and why.
     *
     * @param at null for now
     * @throws TidemillException {@code NO_SUCH_ALIAS} when it named none then
     */
    public AliasMove aliasAt(String alias, @Nullable Instant at) {
        Map<String, String> query = at == null ? Map.of() : Map.of("at", at.toString());
        return AliasMove.of(connection.get(path("/aliases/" + ApiConnection.segment(alias)), query));
    }

    /**
     * A page of what happened to the model, newest first; also of one that has been deleted since.
     *
     * @param limit most events of the page, from 1 to 200
     * @param pageToken of the page before; null for the first
     */
    public ModelEventPage historyPage(ModelEventFilter filter, int limit, @Nullable String pageToken) {
        Map<String, String> query = filter.query();
        query.put("limit", String.valueOf(limit));
        if (pageToken != null) {
            query.put("pageToken", pageToken);
        }
        return ModelEventPage.of(connection.get(path("/history"), query));
    }

    /**
     * What happened to the model, newest first, read by as many pages as it takes.
     *
     * @param limit how many events at most
     */
    public List<ModelEvent> history(ModelEventFilter filter, int limit) {
        List<ModelEvent> events = new ArrayList<>();
        String token = null;
        do {
            ModelEventPage page = historyPage(filter, Math.clamp((long) limit - events.size(), 1, PAGE), token);
            events.addAll(page.events());
            token = page.nextPageToken();
        } while (token != null && events.size() < limit);
        return List.copyOf(events.subList(0, Math.min(limit, events.size())));
    }

    /** The model card of a version. */
    public ModelCard card(int version) {
        return ModelCard.of(connection.get(path("/versions/" + version + "/card")));
    }

    /** Replaces the model card of a version; what it was stays in the history. */
    public ModelCard editCard(int version, ModelCard card, String why) {
        return ModelCard.of(connection.put(path("/versions/" + version + "/card"), card.body(why)));
    }

    /**
     * Changes the status of a version.
     *
     * @param status Draft, Candidate, Staging, Production, Archived or Rejected
     * @throws TidemillException {@code NO_SUCH_TRANSITION}; {@code ROLE_NEEDED}; {@code APPROVAL_NEEDED} when its author
     *     would bring it into production and nobody else has approved it
     */
    public VersionReview changeStatus(int version, String status, String why) {
        return review("/versions/" + version + "/status", Map.of("status", status, "why", why));
    }

    /**
     * Says that a version may go into production.
     *
     * @throws TidemillException {@code OWN_VERSION} when it is the caller's own
     */
    public VersionReview approve(int version, String why) {
        return review("/versions/" + version + "/approvals", Map.of("why", why));
    }

    private VersionReview review(String below, Map<String, Object> body) {
        return VersionReview.of(connection.post(path(below), body, newKey()));
    }

    /**
     * Says which versions an alias may name.
     *
     * @param guarded whether only trained versions, moved by an approver who is not the version's author
     */
    public void guardAlias(String alias, boolean guarded, String why) {
        ruleAlias(alias, guarded ? "trained" : "nothing", why);
    }

    /**
     * Says which versions an alias may name. An alias that demands something moves by an approver who is not the
     * version's author.
     *
     * @param demands {@code trained} for versions that were trained by Tidemill, {@code recorded} for these and those
     *     whose record is complete, {@code nothing} for all
     */
    public void ruleAlias(String alias, String demands, String why) {
        connection.put(
                path("/aliases/" + ApiConnection.segment(alias) + "/rule"), Map.of("demands", demands, "why", why));
    }

    /**
     * Uploads a model that was made elsewhere and registers it as the next version, a candidate.
     *
     * @throws TidemillException {@code INVALID_REQUEST} that names what is missing or wrong; nothing is registered then
     */
    public ModelVersionInfo register(ModelFile model, String why) {
        Upload upload = new FileUpload(connection, path("/uploads")).send(model.file(), Map.of());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("artifact", upload.key());
        body.put("sha256", upload.sha256());
        body.put("format", model.format());
        body.put("signature", Map.of("inputs", model.inputs(), "outputs", model.outputs()));
        body.put("source", model.source());
        body.put("owner", model.owner());
        body.put("description", model.description());
        body.put("tags", model.tags());
        body.put("why", why);
        Document json = connection.post(path("/versions"), body, newKey());
        return ModelVersionInfo.of(name, (int) json.at("version").integer(), json);
    }

    /**
     * Fills in what the record of an imported version lacks. The hash is computed where its files can be read.
     *
     * @param known {@code signature}, an object of {@code inputs} and {@code outputs}, {@code owner} and {@code sha256},
     *     as far as they are known; what is recorded already stays
     */
    public ModelVersionInfo recordVersion(int version, Map<String, ?> known, String why) {
        Map<String, Object> body = new LinkedHashMap<>(known);
        body.put("why", why);
        return ModelVersionInfo.of(
                name, version, connection.post(path("/versions/" + version + ":record"), body, newKey()));
    }

    /** All that is recorded of a version: {@code fields}, {@code events}, and {@code files} with their addresses. */
    public Document export(int version) {
        return connection.post(path("/versions/" + version + ":export"), Map.of(), newKey());
    }

    /**
     * Takes a version of another workspace over as this model's next one, a candidate, with its files and its history.
     * One that was taken over before is given as it is.
     *
     * @param from the workspace that has it, which the caller must be let into too
     * @param model its name there
     */
    public ModelVersionInfo importVersion(String from, String model, int version, String why) {
        Document json = connection.post(
                "/v1/models:import",
                Map.of("workspace", from, "model", model, "version", version, "as", name, "why", why),
                newKey());
        return ModelVersionInfo.of(name, (int) json.at("version").integer(), json);
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
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
