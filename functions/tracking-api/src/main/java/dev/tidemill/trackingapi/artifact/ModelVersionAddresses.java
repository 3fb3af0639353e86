package dev.tidemill.trackingapi.artifact;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.core.loggedmodel.LoggedModels;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Origin;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.wire.ArtifactPath;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the files of registered versions are: an imported one may name a run or a logged model instead. */
public final class ModelVersionAddresses {
    private static final Pattern RUN = Pattern.compile("runs:/+(?<id>[^/]+)/(?<path>.+)", Pattern.DOTALL);
    private static final Pattern LOGGED = Pattern.compile("models:/+(?<id>m-[^/@]+)");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final Registry registry;
    private final Tracking tracking;
    private final LoggedModels models;
    private final ObjectStore artifacts;

    public ModelVersionAddresses(Registry registry, Tracking tracking, LoggedModels models, ObjectStore artifacts) {
        this.registry = registry;
        this.tracking = tracking;
        this.models = models;
        this.artifacts = artifacts;
    }

    /**
     * The address of a version's files.
     *
     * @throws dev.tidemill.core.failure.ProblemException when there is no such version, or what it names is not there
     */
    String of(Workspace workspace, String model, String version) {
        if (!NUMBER.matcher(version).matches()) {
            throw Parameters.invalid("version", version, "Value must be a version's number.");
        }
        ModelVersion found = registry.version(workspace, model, Integer.parseInt(version))
                .orElseThrow(() ->
                        MlflowErrors.absent("Model Version (name=" + model + ", version=" + version + ") not found"));
        if (found.origin() instanceof Origin.Imported imported) {
            return imported.storageLocation().isEmpty()
                    ? resolved(workspace, imported.source())
                    : imported.storageLocation();
        }
        String below = artifacts.uri("x").toString();
        return below.substring(0, below.length() - 1) + found.bundleKey();
    }

    private String resolved(Workspace workspace, String source) {
        Matcher run = RUN.matcher(source);
        if (run.matches()) {
            return tracking.run(workspace, run.group("id"))
                    .map(Run::artifactUri)
                    .map(uri -> uri + "/" + ArtifactPath.of(run.group("path")))
                    .orElseThrow(() -> Run.absent(run.group("id")));
        }
        Matcher logged = LOGGED.matcher(source);
        if (logged.matches()) {
            Optional<LoggedModel> model = models.find(workspace, logged.group("id"));
            return model.orElseThrow(() -> LoggedModel.absent(logged.group("id")))
                    .artifactUri();
        }
        return source;
    }
}
