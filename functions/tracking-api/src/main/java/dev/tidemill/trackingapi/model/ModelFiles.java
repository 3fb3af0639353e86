package dev.tidemill.trackingapi.model;

import dev.tidemill.contract.mlflow.MlmodelFile;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.Origin;
import dev.tidemill.core.storage.FolderHash;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.trackingapi.artifact.ArtifactRoots;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the files of an imported model say of it, when they are in the workspace's part of our artifacts store. */
final class ModelFiles {
    private static final int MOST_SIGNATURE = 50_000;
    private static final long MOST_DESCRIPTION = 1 << 20;
    private static final String ELSEWHERE = "its source is no place that is read here";

    private final ObjectStore artifacts;
    private final ArtifactRoots roots;
    private final FolderHash hash;

    ModelFiles(ObjectStore artifacts) {
        this.artifacts = artifacts;
        this.roots = new ArtifactRoots(artifacts);
        this.hash = new FolderHash(artifacts, FolderHash.Limits.OF_A_REQUEST, InstantSource.system());
    }

    /**
     * What is known of a model, all texts empty when nothing is.
     *
     * @param facts what else its files say, and why signature or hash lack
     */
    record Known(String signature, String sha256, Map<String, String> facts) {
        Known {
            facts = Map.copyOf(facts);
        }

        static Known nothing(String why) {
            return new Known(
                    "", "", Map.of(Origin.Imported.WHY + "signature", why, Origin.Imported.WHY + "sha256", why));
        }
    }

    /**
     * Reads what can be known of a model.
     *
     * @param location address of its folder
     */
    Known at(Workspace workspace, String location) {
        Optional<String> folder = roots.folder(workspace, location);
        return folder.map(this::read).orElseGet(() -> Known.nothing(ELSEWHERE));
    }

    private Known read(String folder) {
        Map<String, String> facts = new HashMap<>();
        FolderHash.Hashed hashed = hash.of(folder);
        if (hashed.files() == 0) {
            return Known.nothing(hashed.why());
        }
        facts.put("files", Integer.toString(hashed.files()));
        facts.put("bytes", Long.toString(hashed.bytes()));
        tell(facts, Origin.Imported.WHY + "sha256", hashed.why());
        Optional<MlmodelFile> description = description(folder + MlmodelFile.NAME);
        description.ifPresent(file -> {
            tell(facts, "flavors", String.join(", ", file.flavors()));
            tell(facts, "mlflowVersion", file.mlflowVersion());
            tell(facts, "modelUuid", file.modelUuid());
        });
        String signature = description.map(MlmodelFile::signature).orElse("");
        if (signature.isEmpty() || signature.length() > MOST_SIGNATURE) {
            facts.put(
                    Origin.Imported.WHY + "signature",
                    description.isEmpty()
                            ? "there is no readable file MLmodel at its source"
                            : signature.isEmpty()
                                    ? "its file MLmodel has no signature"
                                    : "its signature has more than " + MOST_SIGNATURE + " characters");
            signature = "";
        }
        return new Known(signature, hashed.sha256(), facts);
    }

    private Optional<MlmodelFile> description(String key) {
        return artifacts
                .size(key)
                .filter(size -> size <= MOST_DESCRIPTION)
                .flatMap(size -> artifacts.read(key))
                .flatMap(content -> MlmodelFile.read(new String(content, StandardCharsets.UTF_8)));
    }

    private static void tell(Map<String, String> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.put(name, value);
        }
    }
}
