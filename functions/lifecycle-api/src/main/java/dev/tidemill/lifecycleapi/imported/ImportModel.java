package dev.tidemill.lifecycleapi.imported;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.ModelCard;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Origin;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.core.registry.VersionStatus;
import dev.tidemill.core.storage.FolderHash;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.lifecycleapi.project.ImportedFiles;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Registers models that were made elsewhere, of one file that was sent before: complete or not at all. Safe for use by
 * several threads.
 */
public final class ImportModel {
    private static final Duration VALID = Duration.ofHours(1);

    private final Registry registry;
    private final ObjectStore artifacts;
    private final FolderHash hash;

    public ImportModel(Registry registry, ObjectStore artifacts, InstantSource clock) {
        this.registry = registry;
        this.artifacts = artifacts;
        this.hash = new FolderHash(artifacts, FolderHash.Limits.OF_A_REQUEST, clock);
    }

    /**
     * A model as whoever imports it describes it.
     *
     * @param artifact key of its file, as an upload gave it
     * @param format what the file is, such as {@code onnx}
     * @param signature JSON of its inputs and outputs
     * @param source where it comes from
     * @param owner who answers for it
     * @param sha256 of the file; empty when it is not compared
     * @param runId MLflow run that made it; empty when none did
     */
    public record Described(
            String artifact,
            String format,
            String signature,
            String source,
            String owner,
            String sha256,
            String runId,
            String description,
            Map<String, String> tags) {
        public Described {
            tags = Map.copyOf(tags);
        }
    }

    /** The address that a file is sent to; empty when the store has its content already. */
    public Optional<ObjectStore.PresignedWrite> upload(String key, long size, String sha256) {
        return artifacts.size(key).filter(stored -> stored == size).isPresent()
                ? Optional.empty()
                : Optional.of(artifacts.presignWrite(key, size, sha256, VALID));
    }

    /** Where a file of a content and name lies. */
    public static String key(Workspace workspace, String sha256, String filename) {
        return folder(workspace) + sha256 + "/" + filename;
    }

    private static String folder(Workspace workspace) {
        return "w/" + workspace.name() + "/models/uploaded/";
    }

    /**
     * Registers a model as the next version.
     *
     * @throws ProblemException {@code MISSING_ARTIFACTS} when its file was not sent, {@code HASH_DIFFERS} when it is
     *     another, {@code INCOMPLETE_VERSION} when its hash cannot be known
     */
    public ModelVersion register(Workspace workspace, String model, Described described, Change change) {
        String key = described.artifact();
        if (!key.matches(folder(workspace) + "[0-9a-f]{64}/[^/]+")
                || artifacts.size(key).isEmpty()) {
            throw new ProblemException(
                    "MISSING_ARTIFACTS",
                    "The model's file is not there.",
                    List.of(new Problem.Detail(
                            "body /artifact",
                            key,
                            "the key that POST /v1/models/{model}/uploads gave, sent to its url")));
        }
        FolderHash.Hashed hashed = hash.ofFile(key);
        String sent = key.substring(folder(workspace).length()).split("/", 2)[0];
        String expected = described.sha256().isEmpty() ? sent : described.sha256();
        if (!hashed.sha256().isEmpty() && !hashed.sha256().equals(expected)) {
            throw differs("body /sha256", expected, hashed.sha256());
        }
        Map<String, String> facts = new HashMap<>();
        facts.put("format", described.format());
        facts.put("file", key.substring(key.lastIndexOf('/') + 1));
        facts.put("bytes", Long.toString(hashed.bytes()));
        if (hashed.sha256().isEmpty()) {
            facts.put(Origin.Imported.WHY + "sha256", hashed.why());
        }
        String address = artifacts.uri(key).toString();
        Origin.Imported origin = new Origin.Imported(
                described.source(),
                address.substring(0, address.lastIndexOf('/')),
                "",
                "",
                described.signature(),
                hashed.sha256().isEmpty() ? Origin.NOT_RECORDED : hashed.sha256(),
                described.owner(),
                facts);
        ModelVersion draft = new ModelVersion(
                workspace,
                model,
                0,
                "",
                described.runId(),
                "",
                "{}",
                new ModelCard("", "", "", "", "", described.owner()),
                VersionStatus.CANDIDATE,
                described.tags(),
                change.time(),
                change.time(),
                change.who(),
                origin,
                described.description(),
                List.of());
        draft.requireRecorded("A version that is imported");
        return registry.createVersion(draft, change);
    }

    /**
     * Fills in what the record of an imported version lacks. The hash is that of its files where they can be read, and
     * the given one where not.
     *
     * @param known signature, sha256 and owner, as far as they are given
     * @throws ProblemException {@code TRAINED_VERSION} when it was not imported, {@code HASH_DIFFERS}
     */
    public void record(ModelVersion version, Map<String, String> known, Change change) {
        if (version.trained()) {
            throw new ProblemException(
                    "TRAINED_VERSION",
                    "Version " + version.number() + " of model '" + version.model()
                            + "' was trained here: its record is complete and stays as it is.");
        }
        Map<String, String> fields = new HashMap<>(known);
        Optional<FolderHash.Hashed> hashed =
                ImportedFiles.folder(artifacts, version).map(hash::of);
        String computed = hashed.map(FolderHash.Hashed::sha256).orElse("");
        String given = known.getOrDefault("sha256", "");
        if (version.missing().containsKey("sha256")) {
            if (!computed.isEmpty()) {
                if (!given.isEmpty() && !given.equals(computed)) {
                    throw differs("body /sha256", given, computed);
                }
                fields.put("sha256", computed);
                fields.put("fact.files", Integer.toString(hashed.orElseThrow().files()));
                fields.put("fact.bytes", Long.toString(hashed.orElseThrow().bytes()));
            } else if (!given.isEmpty()) {
                fields.put("fact.sha256By", change.who());
            }
        }
        registry.recordVersion(version.workspace(), version.model(), version.number(), fields, change);
    }

    private static ProblemException differs(String place, String given, String computed) {
        return new ProblemException(
                "HASH_DIFFERS",
                "The files are not those that were meant: their SHA-256 differs.",
                List.of(new Problem.Detail(place, given, computed)));
    }
}
