package dev.tidemill.client;

import dev.tidemill.client.engine.FeatureRequest;
import dev.tidemill.client.engine.OwnTrainer;
import dev.tidemill.client.engine.Scope;
import dev.tidemill.client.engine.TrainRequest;
import dev.tidemill.client.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One project: its revisions, data, trainings, deployments, scorings and reports. Immutable, safe for use by several
 * threads; every method that starts long work returns at once with the running execution.
 */
public final class ProjectClient {
    private static final Duration START_PAUSE = Duration.ofMillis(500);
    private static final int RECENT = 20;

    private final ApiConnection connection;
    private final String name;
    private final EngineDoor engine;

    ProjectClient(ApiConnection connection, String name, EngineDoor engine) {
        this.connection = connection;
        this.name = name;
        this.engine = engine;
    }

    /** The project's name. */
    public String name() {
        return name;
    }

    /** What the API tells of the project, with the id of its latest revision under {@code revision}. */
    public Document describe() {
        return connection.get(path(""));
    }

    /** The name under which the project registers its versions. */
    public String model() {
        return describe().at("model").text();
    }

    /** The id of the latest revision. */
    public String revision() {
        return describe().at("revision").text();
    }

    /** The files and facts of one revision. */
    public Document revision(String id) {
        return connection.get(path("/revisions/" + ApiConnection.segment(id)));
    }

    /**
     * Pushes files, their text by path.
     *
     * @param commit of which they are; null when they are under no version control
     * @param dirty whether they differ from that commit
     */
    public PushedRevision push(Map<String, String> files, @Nullable String commit, boolean dirty) {
        return PushedRevision.of(connection.put(path("/revisions"), body(files, commit, dirty)));
    }

    /** Checks files as a push would, and keeps nothing; the answer has {@code valid} and what is wrong. */
    public Document validate(Path folder) {
        ProjectFolder project = ProjectFolder.read(folder);
        return connection.post(path("/revisions:validate"), body(project.files(), null, false), null);
    }

    private static Map<String, Object> body(Map<String, String> files, @Nullable String commit, boolean dirty) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("files", files);
        if (commit != null) {
            body.put("commit", commit);
        }
        body.put("dirty", dirty);
        return body;
    }

    /** The datasets with their rows, snapshot and watermark. */
    public List<DatasetInfo> datasets() {
        return TidemillClient.list(connection.get(path("/datasets")), "datasets").stream()
                .map(DatasetInfo::of)
                .toList();
    }

    /** Uploads a file of rows for a dataset; one that the store has already is not sent again. */
    public Upload upload(Path file, String dataset) {
        return upload(file, "dataset", dataset);
    }

    /** Uploads a file of requests to be scored. */
    public Upload uploadForScoring(Path file) {
        return upload(file, "purpose", "scoring");
    }

    private Upload upload(Path file, String word, String value) {
        return new FileUpload(connection, path("/uploads")).send(file, Map.of(word, value));
    }

    /** Uploads a file and starts its ingestion. */
    public Execution ingest(String dataset, Path file) {
        return ingest(dataset, upload(file, dataset));
    }

    /** Starts the ingestion of an uploaded file; the same content again is recognised and committed once. */
    public Execution ingest(String dataset, Upload upload) {
        return start(
                "/ingestions",
                Map.of(
                        "dataset", dataset,
                        "key", upload.key(),
                        "sha256", upload.sha256(),
                        "filename", upload.filename()),
                newKey());
    }

    /** Starts writing the feature views to the online store as they were known at an instant. */
    public Execution materialize(Instant asOf) {
        return start("/materializations", Map.of("asOf", asOf), newKey());
    }

    /** Starts a training. */
    public Execution train(Training training) {
        return start("/trainings", training.body(), newKey());
    }

    /**
     * Trains on this machine by the trainer's own code, on the snapshots that the API pins: what Batch would make, to the
     * bit on the same kind of processor. It is tracked and registered as any training.
     *
     * @param listener told as of a training on Batch, the trainer's phases as its states
     * @return the ended execution; ask it {@link Execution#orThrow()}
     * @throws dev.tidemill.client.engine.EngineException {@code INTERRUPTED}; the execution is then cancelled
     */
    public Execution trainLocally(Training training, ProgressListener listener) {
        return trainLocally(new TrainRequest(name, training.asOf(), training.promote()), listener);
    }

    /**
     * Trains on this machine a model of the reader's own making: rows, encoders, gates, tracking and registration are
     * those of any training, and so is what the version can be used for.
     *
     * @param own called with the encoded rows, in another thread
     * @param listener as for a training without
     * @return the ended execution; ask it {@link Execution#orThrow()}
     * @throws dev.tidemill.client.engine.EngineException {@code INTERRUPTED}; the execution is then cancelled
     */
    public Execution trainLocally(Training training, OwnTrainer own, ProgressListener listener) {
        return trainLocally(new TrainRequest(name, training.asOf(), training.promote(), own), listener);
    }

    private Execution trainLocally(TrainRequest request, ProgressListener listener) {
        LocalProgress progress = new LocalProgress(
                id -> Execution.of(TidemillClient.inner(
                        connection.get("/v1/executions/" + ApiConnection.segment(id)), "execution")),
                listener);
        String json = engine.open().train(request, progress);
        Execution ended = Execution.of(TidemillClient.inner(Document.parse(json), "execution"));
        progress.ended(ended);
        return ended;
    }

    /** Starts the deployment of a version under the alias {@code champion}. */
    public Execution deploy(int version) {
        return deploy(version, "champion");
    }

    /** Starts the deployment of a version under an alias. */
    public Execution deploy(int version, String alias) {
        return start("/deployments", Map.of("version", version, "alias", alias), newKey());
    }

    /** Starts the scoring of an uploaded file by the version under an alias. */
    public Execution score(Upload upload, String alias) {
        return start("/scorings", Map.of("key", upload.key(), "sha256", upload.sha256(), "alias", alias), newKey());
    }

    /** Starts the scoring of an uploaded file by a version. */
    public Execution score(Upload upload, int version) {
        return start("/scorings", Map.of("key", upload.key(), "sha256", upload.sha256(), "version", version), newKey());
    }

    /**
     * Starts a monitoring.
     *
     * @param until of which prediction time it reports; null for the data's watermark
     */
    public Execution monitor(@Nullable Instant until) {
        return start("/monitorings", until == null ? Map.of() : Map.of("until", until), newKey());
    }

    /**
     * Starts any long work.
     *
     * @param path below the project, such as {@code /trainings}
     * @param idempotencyKey the same key and body give the same execution for a day
     */
    public Execution start(String path, Map<String, Object> body, String idempotencyKey) {
        return Execution.of(TidemillClient.inner(connection.post(path(path), body, idempotencyKey), "execution"));
    }

    /**
     * Executions, newest first.
     *
     * @param kind such as {@code training}; null for all
     * @param status such as {@code SUCCEEDED}; null for all
     * @param limit how many at most, from 1 to 1000
     */
    public List<Execution> executions(@Nullable String kind, @Nullable String status, int limit) {
        List<Execution> found = new ArrayList<>();
        Map<String, String> query = new HashMap<>();
        if (kind != null) {
            query.put("kind", kind);
        }
        if (status != null) {
            query.put("status", status);
        }
        String token = "";
        do {
            query.put("limit", String.valueOf(Math.min(100, limit - found.size())));
            if (!token.isEmpty()) {
                query.put("pageToken", token);
            }
            Document page = connection.get(path("/executions"), query);
            TidemillClient.list(page, "executions").forEach(json -> found.add(Execution.of(json)));
            token = page.at("nextPageToken").text("");
        } while (!token.isEmpty() && found.size() < limit);
        return List.copyOf(found.subList(0, Math.min(limit, found.size())));
    }

    /**
     * Waits for an execution that an event starts.
     *
     * @param kind such as {@code monitoring}
     * @param notBefore one that started earlier is not meant
     * @return the first one, as it stands
     * @throws TidemillException {@code TIMED_OUT} when none started in time, {@code INTERRUPTED}
     */
    public Execution awaitStart(String kind, Instant notBefore, Duration atMost) {
        for (Duration waited = Duration.ZERO; ; waited = waited.plus(START_PAUSE)) {
            Optional<Execution> started = executions(kind, null, RECENT).stream()
                    .filter(execution -> !execution.startedAt().isBefore(notBefore))
                    .reduce((newer, older) -> older);
            if (started.isPresent()) {
                return started.get();
            }
            if (waited.compareTo(atMost) >= 0) {
                throw TidemillException.timedOut("No " + kind + " of the project " + name + " has started since "
                        + notBefore + ": " + name + "'s triggers tell why.");
            }
            try {
                connection.pause().lasting(START_PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw TidemillException.interrupted("No longer waiting for a " + kind + " to start.");
            }
        }
    }

    /** What events led to, newest first, the decisions against an execution too. */
    public List<TriggerInfo> triggers() {
        return TidemillClient.list(connection.get(path("/triggers")), "triggers").stream()
                .map(TriggerInfo::of)
                .toList();
    }

    /** The rows of one ingestion that were kept out, with the rule that each broke. */
    public List<Document> quarantine(String dataset, String ingestionId) {
        Document json = connection.get(
                path("/datasets/" + ApiConnection.segment(dataset) + "/quarantine"), Map.of("ingestion", ingestionId));
        return TidemillClient.list(json, "rows");
    }

    /**
     * Looks features up in the online store as they stood at a time.
     *
     * @param features full names, such as {@code weather.visib}
     * @param entities keys of the views' entity
     * @return by entity, then by feature's full name
     */
    public Map<String, Map<String, FeatureValue>> onlineFeatures(
            List<String> features, List<String> entities, Instant time) {
        Document json = connection.post(
                path("/features:online"), Map.of("features", features, "entities", entities, "time", time), newKey());
        return FeatureValue.byEntity(json);
    }

    /** The report of a monitoring execution: drift by feature, quality by channel. */
    public Document report(String executionId) {
        return connection.get(path("/reports/" + ApiConnection.segment(executionId)));
    }

    /**
     * What a monitoring left behind: {@code report.json}, {@code report.html} for a browser and {@code
     * labelled.parquet}, the predictions that have their label; empty before it has ended.
     */
    public List<RemoteFile> reportFiles(String executionId) {
        Document json = connection.get(path("/reports/" + ApiConnection.segment(executionId) + "/files"));
        return RemoteFile.list(json);
    }

    /**
     * Runs one SELECT of DuckDB's SQL on this machine, over the project's datasets by name, as the project's own SQL
     * sees them, and local files relative to the working folder.
     *
     * @throws dev.tidemill.client.engine.EngineException with the reason and the place in the query
     */
    public Table sql(String query) {
        return engine.open().sql(query, Scope.project(Path.of("").toAbsolutePath(), name));
    }

    /**
     * Adds every feature of the latest revision to rows, as it could be known at each row's own time.
     *
     * @param entities with the request's columns that the features need, and the request's time
     */
    public Table features(Table entities) {
        return features(entities, FeatureRequest.all(name));
    }

    /** Adds features to rows, as they could be known at each row's own time. */
    public Table features(Table entities, FeatureRequest request) {
        return engine.open().features(entities, request);
    }

    private String path(String below) {
        return "/v1/projects/" + ApiConnection.segment(name) + below;
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    @Override
    public String toString() {
        return "project " + name + " at " + connection.base();
    }
}
