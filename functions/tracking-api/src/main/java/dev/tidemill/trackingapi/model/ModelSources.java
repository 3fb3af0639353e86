package dev.tidemill.trackingapi.model;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.core.loggedmodel.LoggedModels;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Origin;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an imported version comes from: the rules for the source that a client gives, and what can be learnt of it. A
 * source is an address outside this machine, that of a run's artifacts, a logged model or another version; nothing that
 * climbs out of where it begins.
 */
final class ModelSources {
    private static final Pattern SCHEME =
            Pattern.compile("(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*):(?<rest>.*)", Pattern.DOTALL);
    private static final Pattern LOGGED = Pattern.compile("/(?<id>m-[0-9a-zA-Z_-]+)");
    private static final Pattern NAMED = Pattern.compile("/(?<name>[^/@]+)(?:/(?<version>[^/@]+)|@(?<alias>[^/@]+))");
    private static final Pattern RUN = Pattern.compile("/+(?<run>[^/]+)/(?<path>.+)");
    private static final int MOST_DECODING = 8;

    private final Registry registry;
    private final LoggedModels loggedModels;
    private final Tracking tracking;
    private final ModelFiles files;
    private final ModelJson json;

    ModelSources(Registry registry, LoggedModels loggedModels, Tracking tracking, ObjectStore artifacts) {
        this.registry = registry;
        this.loggedModels = loggedModels;
        this.tracking = tracking;
        this.files = new ModelFiles(artifacts);
        this.json = new ModelJson(artifacts);
    }

    /**
     * A source that was understood.
     *
     * @param runId that the client gave, or that the source's; empty when none is known
     */
    record Resolved(Origin.Imported origin, String runId) {}

    /**
     * Understands the source of a version that is to be.
     *
     * @throws dev.tidemill.core.failure.ProblemException when it is one that no version may have, or names something
     *     that is not there
     */
    Resolved resolve(Call call, boolean prompt) {
        String source = call.parameters().required("source");
        String runId = call.parameters().textOrEmpty("run_id");
        if (prompt && PromptTag.isPlaceholder(source)) {
            return new Resolved(
                    recorded(call, source, "", "", ModelFiles.Known.nothing("a prompt has no files"), runId), runId);
        }
        Matcher scheme = SCHEME.matcher(source);
        if (!scheme.matches() || scheme.group("scheme").equalsIgnoreCase("file")) {
            throw MlflowErrors.invalid("Invalid model version source: '" + source + "'. To use a local path as a model"
                    + " version source, the run_id request parameter has to be specified and the local path has to be"
                    + " contained within the artifact directory of the run specified by the run_id.");
        }
        requireSteady(source);
        String rest = scheme.group("rest");
        if (scheme.group("scheme").equals("models")) {
            return ofModel(call, source, rest, runId);
        }
        ModelFiles.Known known = scheme.group("scheme").equals("runs")
                ? ofRun(call.workspace(), rest)
                : files.at(call.workspace(), source);
        String given = call.parameters().textOrEmpty("model_id");
        String ofModel = given.isEmpty()
                ? ""
                : loggedModels
                        .find(call.workspace(), given)
                        .map(LoggedModel::sourceRunId)
                        .orElse("");
        String run = runId.isEmpty() ? ofModel : runId;
        String owning = run.isEmpty() && scheme.group("scheme").equals("runs") ? run(rest) : run;
        return new Resolved(recorded(call, source, "", given, known, owning), run);
    }

    private Resolved ofModel(Call call, String source, String rest, String runId) {
        String given = call.parameters().textOrEmpty("model_id");
        Matcher logged = LOGGED.matcher(rest);
        if (logged.matches()) {
            String id = logged.group("id");
            LoggedModel model = loggedModels
                    .find(call.workspace(), id)
                    .filter(LoggedModel::active)
                    .filter(found -> given.isEmpty() || given.equals(id))
                    .orElseThrow(() -> MlflowErrors.invalid("Invalid model version source: '" + source
                            + "'. The model_id request parameter must identify the resource that contains the"
                            + " source."));
            String run = runId.isEmpty() ? Objects.requireNonNullElse(model.sourceRunId(), "") : runId;
            ModelFiles.Known known = files.at(call.workspace(), model.artifactUri());
            return new Resolved(recorded(call, source, model.artifactUri(), id, known, run), run);
        }
        Matcher named = NAMED.matcher(rest);
        ModelVersion version =
                named.matches() ? version(call.workspace(), named).orElse(null) : null;
        if (version == null) {
            throw MlflowErrors.absent("Invalid model version source: '" + source + "'. There is no such version.");
        }
        String location = json.downloadUri(version);
        String run = runId.isEmpty() ? version.runId() : runId;
        return new Resolved(
                recorded(
                        call,
                        "models:/" + version.model() + "/" + version.number(),
                        location,
                        version.origin() instanceof Origin.Imported imported ? imported.loggedModel() : "",
                        files.at(call.workspace(), location),
                        run),
                run);
    }

    private Optional<ModelVersion> version(Workspace workspace, Matcher named) {
        String name = named.group("name");
        String alias = named.group("alias");
        String number = named.group("version");
        if (alias != null) {
            return registry.byAlias(workspace, name, alias);
        }
        return number.matches("[0-9]{1,9}")
                ? registry.version(workspace, name, Integer.parseInt(number))
                : registry.versions(workspace, name).stream()
                        .filter(version -> number.equalsIgnoreCase("latest")
                                || Stages.of(version.status()).equalsIgnoreCase(number))
                        .findFirst();
    }

    private static String run(String rest) {
        Matcher run = RUN.matcher(rest);
        return run.matches() ? run.group("run") : "";
    }

    private ModelFiles.Known ofRun(Workspace workspace, String rest) {
        Matcher run = RUN.matcher(rest);
        if (!run.matches()) {
            return ModelFiles.Known.nothing("its source names no artifact of a run");
        }
        return tracking.run(workspace, run.group("run"))
                .map(found -> ofRun(workspace, found, run.group("path")))
                .orElseGet(() -> ModelFiles.Known.nothing("there is no run " + run.group("run")));
    }

    /** Clients of version 3 keep a run's model beside the run, as a logged model that the path names. */
    private ModelFiles.Known ofRun(Workspace workspace, Run run, String path) {
        ModelFiles.Known known = files.at(workspace, run.artifactUri() + "/" + path);
        return known.sha256().isEmpty() && known.signature().isEmpty()
                ? run.links().modelOutputs().reversed().stream()
                        .flatMap(made -> loggedModels.find(workspace, made.modelId()).stream())
                        .filter(model -> model.active() && model.name().equals(path))
                        .findFirst()
                        .map(model -> files.at(workspace, model.artifactUri()))
                        .orElse(known)
                : known;
    }

    /**
     * @param run whose user owns the version when nobody is told apart; empty when there is none
     */
    private Origin.Imported recorded(
            Call call, String source, String location, String loggedModel, ModelFiles.Known known, String run) {
        String who = call.request().principal();
        if (!Registry.isKnown(who)) {
            who = run.isEmpty()
                    ? ""
                    : tracking.run(call.workspace(), run)
                            .map(ModelSources::user)
                            .orElse("");
        }
        return new Origin.Imported(
                source,
                location,
                call.parameters().textOrEmpty("run_link"),
                loggedModel,
                known.signature().isEmpty() ? Origin.NOT_RECORDED : known.signature(),
                known.sha256().isEmpty() ? Origin.NOT_RECORDED : known.sha256(),
                who.isEmpty() ? Origin.NOT_RECORDED : who,
                known.facts());
    }

    private static String user(Run run) {
        return run.user().isEmpty() ? run.tags().getOrDefault("mlflow.user", "") : run.user();
    }

    private static void requireSteady(String source) {
        String decoded = source;
        for (int i = 0; i < MOST_DECODING; i++) {
            String next = decode(decoded);
            if (next == null || next.equals(decoded)) {
                break;
            }
            decoded = next;
        }
        boolean climbs = List.of(decoded.split("[/\\\\]", -1)).contains("..")
                || List.of(decoded.split("/", -1)).contains(".");
        if (climbs || decoded.indexOf('\0') >= 0 || decoded.indexOf('#') >= 0 || decoded.indexOf('?') >= 0) {
            throw MlflowErrors.invalid("Invalid model version source: '" + source + "'. If supplying a source as an"
                    + " http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must"
                    + " be provided without relative path references present. Please provide an absolute path.");
        }
    }

    private static @Nullable String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
