package dev.tidemill.lifecycleapi.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.Spelling;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.lifecycle.Execution;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.lifecycleapi.project.DescribeDatasets;
import dev.tidemill.lifecycleapi.project.LoadProject;
import dev.tidemill.lifecycleapi.project.LoadProject.Loaded;
import dev.tidemill.lifecycleapi.project.PrepareUpload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts the long work that callers ask for, on the project's latest revision, after checking that what it names exists.
 * Safe for use by several threads.
 */
public final class RequestWork {
    /** The alias of the version that serves. */
    public static final String CHAMPION = "champion";

    private final LoadProject projects;
    private final Registry registry;
    private final ObjectStore lake;
    private final StartExecution start;

    public RequestWork(LoadProject projects, Registry registry, ObjectStore lake, StartExecution start) {
        this.projects = projects;
        this.registry = registry;
        this.lake = lake;
        this.start = start;
    }

    /**
     * Who asks for which project.
     *
     * @param principal the name of who asks
     */
    public record Asked(Workspace workspace, String project, String correlationId, String principal) {
        /** Lets the execution tell the registry in whose name it acts; where nobody is told apart it acts in its own. */
        private void sign(ObjectNode request) {
            if (Registry.isKnown(principal)) {
                request.put("requestedBy", principal);
            }
        }
    }

    /** Ingests an uploaded file into a dataset. */
    public Execution ingest(Asked asked, String dataset, String key, String sha256, String filename) {
        Loaded loaded = projects.latest(asked.workspace(), asked.project());
        DescribeDatasets.requireDataset(loaded.spec(), dataset, "body /dataset");
        long size = requireUpload(asked, dataset, key, sha256);
        ObjectNode request = Json.object()
                .put("kind", "ingest")
                .put("dataset", dataset)
                .put("key", key)
                .put("sha256", sha256)
                .put("size", size)
                .put("filename", filename);
        return start.start(loaded.revision(), ExecutionKind.INGESTION, request, asked.correlationId());
    }

    /**
     * Writes the newest values of every view to the online store.
     *
     * @param asOf null for everything known
     */
    public Execution materialize(Asked asked, @Nullable Instant asOf, List<String> views) {
        Loaded loaded = projects.latest(asked.workspace(), asked.project());
        for (int i = 0; i < views.size(); i++) {
            var known = loaded.spec().features().views().keySet();
            if (!known.contains(views.get(i))) {
                throw new ProblemException(
                        "NO_SUCH_VIEW",
                        "Project " + asked.project() + " declares no view '" + views.get(i) + "'.",
                        List.of(new Problem.Detail(
                                "body /views/" + i,
                                views.get(i),
                                "a view: " + Spelling.expected(known, views.get(i)))));
            }
        }
        ObjectNode request = Json.object().put("kind", "materialize").put("asOf", text(asOf));
        request.set("views", Json.tree(views));
        return start.start(loaded.revision(), ExecutionKind.MATERIALIZATION, request, asked.correlationId());
    }

    /**
     * Trains a version.
     *
     * @param asOf null for the watermark
     * @param promote {@code never} or {@code on-pass}
     * @param where {@code batch} or {@code local}: by the caller, who then completes it
     */
    public Execution train(Asked asked, @Nullable Instant asOf, String promote, String where) {
        Loaded loaded = projects.latest(asked.workspace(), asked.project());
        ObjectNode request =
                Json.object().put("asOf", text(asOf)).put("promote", promote).put("where", where);
        request.putObject("overrides");
        request.putNull("cause");
        asked.sign(request);
        return start.start(loaded.revision(), ExecutionKind.TRAINING, request, asked.correlationId());
    }

    /**
     * Makes a version serve under an alias.
     *
     * @param why in words; empty when nothing is said
     */
    public Execution deploy(Asked asked, int version, String alias, String why) {
        Loaded loaded = projects.latest(asked.workspace(), asked.project());
        ModelVersion found = requireVersion(asked.workspace(), loaded.model(), version);
        if (alias.equals(CHAMPION)) {
            requireApproval(asked, found);
        }
        ObjectNode request = Json.object()
                .put("model", loaded.model())
                .put("version", version)
                .put("alias", alias);
        if (!why.isBlank()) {
            request.put("why", why);
        }
        asked.sign(request);
        return start.start(loaded.revision(), ExecutionKind.DEPLOYMENT, request, asked.correlationId());
    }

    /**
     * Scores an uploaded file.
     *
     * @param version null to use the alias
     */
    public Execution score(Asked asked, String key, String sha256, @Nullable Integer version, String alias) {
        Loaded loaded = projects.latest(asked.workspace(), asked.project());
        ObjectNode request = Json.object().put("model", loaded.model());
        if (version == null) {
            requireAlias(asked.workspace(), loaded.model(), alias);
            request.put("alias", alias);
        } else {
            requireVersion(asked.workspace(), loaded.model(), version);
            request.put("version", version);
        }
        long size = requireUpload(asked, PrepareUpload.SCORING, key, sha256);
        request.put("key", key).put("sha256", sha256).put("size", size);
        return start.start(loaded.revision(), ExecutionKind.SCORING, request, asked.correlationId());
    }

    /**
     * Joins labels and reports on the model.
     *
     * @param until null for the watermark of the labels
     */
    public Execution monitor(Asked asked, @Nullable Instant until) {
        Loaded loaded = projects.latest(asked.workspace(), asked.project());
        ObjectNode request = Json.object().put("model", loaded.model()).put("until", text(until));
        request.putNull("cause");
        return start.start(loaded.revision(), ExecutionKind.MONITORING, request, asked.correlationId());
    }

    private long requireUpload(Asked asked, String folder, String key, String sha256) {
        String expected = PrepareUpload.key(asked.workspace(), asked.project(), folder, sha256);
        if (!key.equals(expected)) {
            throw new ProblemException(
                    "INVALID_REQUEST",
                    "The key is not that of an upload for this purpose with this hash.",
                    List.of(new Problem.Detail("body /key", key, expected)));
        }
        Optional<Long> size = lake.size(key);
        return size.orElseThrow(() -> new ProblemException(
                "NO_SUCH_UPLOAD",
                "The file has not been uploaded.",
                List.of(new Problem.Detail(
                        "body /key",
                        key,
                        "a file sent to the address that POST /v1/projects/{project}/uploads gave"))));
    }

    private ModelVersion requireVersion(Workspace workspace, String model, int version) {
        return registry.version(workspace, model, version).orElseThrow(() -> noVersion(workspace, model, version));
    }

    /** As the registry will ask when the deployment gets there, before anything is started. */
    private static void requireApproval(Asked asked, ModelVersion version) {
        String who = asked.principal();
        if (Registry.isKnown(who)
                && who.equals(version.createdBy())
                && version.approvals().stream().allMatch(given -> given.who().equals(who))) {
            throw new ProblemException(
                    "APPROVAL_NEEDED",
                    "Version " + version.number() + " of model '" + version.model() + "' is " + who + "'s own: someone"
                            + " else has to approve it before it goes into production.");
        }
    }

    private ProblemException noVersion(Workspace workspace, String model, int version) {
        List<Integer> known = registry.versions(workspace, model).stream()
                .map(ModelVersion::number)
                .toList();
        return new ProblemException(
                "NO_SUCH_VERSION",
                "Model " + model + " has no version " + version + ".",
                List.of(new Problem.Detail(
                        "body /version",
                        String.valueOf(version),
                        known.isEmpty() ? "a version; none is registered yet" : "one of " + known)));
    }

    private void requireAlias(Workspace workspace, String model, String alias) {
        if (registry.byAlias(workspace, model, alias).isPresent()) {
            return;
        }
        List<String> known = registry.model(workspace, model)
                .map(RegisteredModel::aliases)
                .map(aliases -> aliases.keySet().stream().sorted().toList())
                .orElse(List.of());
        throw new ProblemException(
                "NO_SUCH_ALIAS",
                "Model " + model + " has no alias '" + alias + "'.",
                List.of(new Problem.Detail("body /alias", alias, "an alias: " + Spelling.expected(known, alias))));
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
