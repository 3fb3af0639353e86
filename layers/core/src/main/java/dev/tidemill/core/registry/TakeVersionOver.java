package dev.tidemill.core.registry;

import dev.tidemill.core.Sha256;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.core.storage.ObjectStore;
import java.util.List;

/** Takes a version of another workspace over: the files of its bundle, what is recorded of it, and its history. */
public final class TakeVersionOver {
    private final Registry registry;
    private final ObjectStore artifacts;

    /**
     * @param artifacts the store of both workspaces
     */
    public TakeVersionOver(Registry registry, ObjectStore artifacts) {
        this.registry = registry;
        this.artifacts = artifacts;
    }

    /**
     * Takes a version over as the next version of a model. Whoever asks must be let into both workspaces; that is not
     * looked at here.
     *
     * @throws ProblemException {@code NO_SUCH_VERSION} when there is none, {@code MISSING_ARTIFACTS} when its bundle is
     *     not there
     */
    public ModelVersion take(Workspace from, String model, int number, Workspace to, String newModel, Change change) {
        VersionExport exported = registry.export(from, model, number);
        String source = exported.fields().getOrDefault("bundleKey", "");
        if (source.isEmpty()) {
            return registry.importVersion(to, newModel, exported, "", change);
        }
        List<String> files = artifacts.list(source + "/");
        if (files.isEmpty()) {
            throw new ProblemException(
                    "MISSING_ARTIFACTS",
                    "The bundle of version " + number + " of model '" + model + "' is not there.",
                    List.of(new Problem.Detail("bundle", source, "at least one file")));
        }
        String target = "w/" + to.name() + "/models/imported/"
                + Sha256.hex(source + "\n" + newModel).substring(0, 32) + "/bundle";
        for (String file : files) {
            byte[] content = artifacts.read(file).orElseThrow();
            artifacts.write(target + file.substring(source.length()), content, "application/octet-stream");
        }
        return registry.importVersion(to, newModel, exported, target, change);
    }
}
