package dev.tidemill.client;

import dev.tidemill.client.engine.InferRequest;
import dev.tidemill.client.engine.Leak;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.client.engine.Preview;
import dev.tidemill.client.engine.Scope;
import dev.tidemill.client.table.Table;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A typed client of one Tidemill: immutable, blocking, safe for use by several threads. Everything it is asked to do is
 * one HTTP request or a few; long work answers with its {@link Execution}, for which {@link #await} waits.
 *
 * <pre>{@code
 * TidemillClient tidemill = TidemillClient.at(URI.create("http://127.0.0.1:4566/..."));
 * Execution training = tidemill.project("flight-delays").train(Training.asOf(now));
 * tidemill.await(training, progress -> System.out.println(progress.state())).orThrow();
 * }</pre>
 *
 * <p>Every method throws {@link TidemillException} when the API refuses, fails or cannot be reached.
 */
public final class TidemillClient {
    private final ApiConnection connection;
    private final InstantSource clock;
    private final EngineDoor engine;

    TidemillClient(ApiConnection connection, InstantSource clock) {
        this(connection, clock, new EngineDoor(connection, EngineDoor::onClassPath, EngineDoor.standardFolder()));
    }

    private TidemillClient(ApiConnection connection, InstantSource clock, EngineDoor engine) {
        this.connection = connection;
        this.clock = clock;
        this.engine = engine;
    }

    /**
     * A client of the workspace {@code default} of the API at an address, unsigned, with 60 seconds for each request.
     *
     * @param address of the API, without {@code /v1}
     */
    public static TidemillClient at(URI address) {
        String text = address.toString();
        URI base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        if (base.getScheme() == null || base.getHost() == null) {
            throw TidemillException.invalidInput(
                    "'" + address + "' is no address of an API: expected one such as http://127.0.0.1:4566/api");
        }
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        return new TidemillClient(
                new ApiConnection(http, base, "default", RequestSigner.NONE, Duration.ofSeconds(60), Thread::sleep),
                InstantSource.system());
    }

    /** A client of another workspace of the same API. */
    public TidemillClient inWorkspace(String workspace) {
        return with(workspace, connection.signer(), connection.timeout());
    }

    /** A client that signs what it sends. */
    public TidemillClient signedBy(RequestSigner signer) {
        return with(connection.workspace(), signer, connection.timeout());
    }

    /** A client that waits so long for one answer. */
    public TidemillClient withTimeout(Duration timeout) {
        return with(connection.workspace(), connection.signer(), timeout);
    }

    /**
     * A client whose local engine is found so.
     *
     * @param provider asked when the engine is first needed
     */
    public TidemillClient withEngine(Supplier<Optional<LocalEngine.Provider>> provider) {
        return new TidemillClient(connection, clock, new EngineDoor(connection, provider, EngineDoor.standardFolder()));
    }

    private TidemillClient with(String workspace, RequestSigner signer, Duration timeout) {
        ApiConnection other =
                new ApiConnection(connection.http(), connection.base(), workspace, signer, timeout, connection.pause());
        return new TidemillClient(other, clock, engine.to(other));
    }

    /** The address it speaks to. */
    public URI address() {
        return connection.base();
    }

    /** The name, version and workspace of what answers. */
    public ServiceInfo info() {
        Document json = connection.get("/v1");
        return new ServiceInfo(
                json.at("name").text(""),
                json.at("version").text(""),
                json.at("workspace").text(""));
    }

    /** The names of the workspace's projects. */
    public List<String> projects() {
        return list(connection.get("/v1/projects"), "projects").stream()
                .map(project -> project.at("name").text())
                .toList();
    }

    /** One project, whether it exists yet or not; nothing is sent. */
    public ProjectClient project(String name) {
        return new ProjectClient(connection, name, engine);
    }

    /** One registered model, whether it exists yet or not; nothing is sent. */
    public ModelClient model(String name) {
        return new ModelClient(connection, name);
    }

    /**
     * Pushes a project folder: its {@code project.yaml} and every {@code .sql} file below it, with the git commit they
     * are of. The same files again make no new revision.
     *
     * @throws TidemillException {@code INVALID_INPUT} when the folder has no readable project.yaml, {@code
     *     INVALID_PROJECT} with every place that is wrong
     */
    public PushedRevision push(Path folder) {
        return push(folder, yaml -> yaml);
    }

    /**
     * Pushes a project folder with another project.yaml than the one that lies there, which counts as differing from
     * the commit. It may rename the project, which is then another one.
     *
     * @param change from the text of the folder's project.yaml to the text to push
     */
    public PushedRevision push(Path folder, UnaryOperator<String> change) {
        ProjectFolder folderFiles = ProjectFolder.read(folder);
        GitState git = GitState.of(folder, folderFiles.files().keySet());
        Map<String, String> files = new TreeMap<>(folderFiles.files());
        String yaml = change.apply(folderFiles.yaml());
        files.put(ProjectFolder.YAML, yaml);
        boolean changed = !files.equals(folderFiles.files());
        return project(ProjectFolder.name(yaml)).push(files, git.commit(), git.dirty() || changed);
    }

    /**
     * Pushes a project.yaml with every {@code .sql} file below a folder, which need hold no project.yaml itself. It
     * counts as differing from the commit.
     *
     * @param yaml text of the project.yaml
     */
    public PushedRevision push(Path folder, String yaml) {
        ProjectFolder folderFiles = ProjectFolder.of(folder, yaml);
        GitState git = GitState.of(folder, folderFiles.files().keySet());
        return project(folderFiles.project()).push(folderFiles.files(), git.commit(), true);
    }

    /** Checks a project folder as a push would, and keeps nothing; the answer has {@code valid} and what is wrong. */
    public Document validate(Path folder) {
        return project(ProjectFolder.read(folder).project()).validate(folder);
    }

    /**
     * Looks for values in a project's training set that could not have been known at their time, as {@link
     * LocalEngine#leaks} does, on the data ingested under the project's name; the folder need not be pushed.
     *
     * @param sample most examples to compute again; 200 are usual
     * @param progress gets one line at a time of what happens
     * @return empty when nothing was found
     * @throws dev.tidemill.client.engine.EngineException {@code DATASET_NOT_INGESTED} among others
     */
    public List<Leak> leaks(Path folder, int sample, Consumer<String> progress) {
        return engine.open().leaks(ProjectFolder.read(folder).files(), sample, progress);
    }

    /** What a project's training set would be, as {@link LocalEngine#preview}; the folder need not be pushed. */
    public Preview preview(Path folder) {
        return engine.open().preview(ProjectFolder.read(folder).files());
    }

    /** The registered models. */
    public List<ModelInfo> models() {
        return list(connection.get("/v1/models"), "models").stream()
                .map(ModelInfo::of)
                .toList();
    }

    /** An execution as it stands. */
    public Execution execution(String id) {
        return Execution.of(inner(connection.get("/v1/executions/" + ApiConnection.segment(id)), "execution"));
    }

    /** What its state machine did so far, in order. */
    public List<HistoryEvent> history(String executionId) {
        return list(connection.get("/v1/executions/" + ApiConnection.segment(executionId) + "/history"), "events")
                .stream()
                .map(HistoryEvent::of)
                .toList();
    }

    /** Asks a running execution to end; it ends as CANCELLED some time after. */
    public Execution cancel(String executionId) {
        Document json =
                connection.post("/v1/executions/" + ApiConnection.segment(executionId) + ":cancel", Map.of(), null);
        Document execution = inner(json, "execution");
        return execution.at("id").isPresent() ? Execution.of(execution) : execution(executionId);
    }

    /**
     * Waits for an execution to end, however it ends, looking every 200 milliseconds at first and every two seconds
     * later. Interrupting the thread ends the wait, not the execution.
     *
     * @return the ended execution; ask it {@link Execution#orThrow()}
     * @throws TidemillException {@code INTERRUPTED}
     */
    public Execution await(Execution execution, ProgressListener listener) {
        return await(execution.id(), Duration.ofHours(24), listener);
    }

    /**
     * Waits for an execution to end, at most so long.
     *
     * @throws TidemillException {@code TIMED_OUT} when it still runs after that, {@code INTERRUPTED}
     */
    public Execution await(String executionId, Duration atMost, ProgressListener listener) {
        return new ExecutionWatch(this, clock, connection.pause(), listener).await(executionId, atMost);
    }

    /**
     * The newest lines that were logged for an execution, the oldest of them first.
     *
     * @param after only lines after this time; null for all
     * @param limit how many at most, from 1 to 1000
     */
    public List<LogLine> logs(String executionId, @Nullable Instant after, int limit) {
        Map<String, String> query = new HashMap<>(Map.of("limit", String.valueOf(limit)));
        if (after != null) {
            query.put("after", after.toString());
        }
        Document json = connection.get("/v1/executions/" + ApiConnection.segment(executionId) + "/logs", query);
        return list(json, "lines").stream().map(LogLine::of).toList();
    }

    /** The predictions of a batch scoring, as the bytes of its result file. */
    public byte[] scoringResults(String executionId) {
        Document json = connection.get("/v1/scorings/" + ApiConnection.segment(executionId) + "/results");
        return connection.fetch(URI.create(json.at("url").text()));
    }

    /**
     * Copies a file that the API gave the address of.
     *
     * @param to written anew
     */
    public void download(RemoteFile file, Path to) {
        try {
            connection.fetch(file.url(), to);
        } catch (IOException e) {
            throw TidemillException.invalidInput("The file " + to + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Where a prediction comes from: model version, run, data snapshots, project revision, commit and executions.
     *
     * @param model that predicted; null when it is not known
     */
    public Lineage lineage(String predictionId, @Nullable String model) {
        Map<String, String> query = new HashMap<>(Map.of("prediction", predictionId));
        if (model != null) {
            query.put("model", model);
        }
        return Lineage.of(connection.get("/v1/lineage", query));
    }

    /** The runs of trainings. */
    public TrackingClient tracking() {
        return new TrackingClient(connection);
    }

    /** The names of the metrics that a run logged, in their order by the alphabet. */
    public List<String> metrics(String runId) {
        return tracking().metrics(runId);
    }

    /** Everything that a run logged of one metric, by step. */
    public List<MetricPoint> metric(String runId, String name) {
        return tracking().metric(runId, name);
    }

    /**
     * Runs one SELECT of DuckDB's SQL on this machine, over local files ({@code 'flights.csv'}) relative to the working
     * folder.
     *
     * @throws dev.tidemill.client.engine.EngineException with the reason and the place in the query
     */
    public Table sql(String query) {
        return sql(query, Scope.files(Path.of("").toAbsolutePath()));
    }

    /**
     * Runs one SELECT of DuckDB's SQL on this machine, over what the scope says.
     *
     * @throws dev.tidemill.client.engine.EngineException with the reason and the place in the query
     */
    public Table sql(String query, Scope scope) {
        return engine.open().sql(query, scope);
    }

    /**
     * A first project for a CSV file, as {@link LocalEngine#inferProject} writes it; nothing is sent.
     *
     * @return text by path, {@code project.yaml} among them
     */
    public Map<String, String> inferProject(Path csv, InferRequest request) {
        return engine.open().inferProject(csv, request);
    }

    /** The same calls, each on a thread of its own, with futures. */
    public AsyncTidemillClient async() {
        return new AsyncTidemillClient(this);
    }

    /** A list that an answer holds under a name or is itself. */
    static List<Document> list(Document json, String name) {
        return json.isArray() ? json.elements() : json.at(name).elements();
    }

    /** The object that an answer holds under a name or is itself. */
    static Document inner(Document json, String name) {
        return json.at(name).isObject() ? json.at(name) : json;
    }
}
