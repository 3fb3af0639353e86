package dev.tidemill.inference.serving;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.learning.ModelBundle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The versions that can be asked. A bundle is read once, the ones used last are kept; what an alias names is read again
 * when it is five seconds old. Safe for use by several threads.
 */
public final class ServedModels {
    /** The alias of the version that serves where a request names none. */
    public static final String CHAMPION = "champion";

    private static final Duration ALIAS_AGE = Duration.ofSeconds(5);
    private static final int KEPT = 4;

    private final Registry registry;
    private final ObjectStore artifacts;
    private final InstantSource clock;
    private final Map<AliasKey, AliasRead> aliases = new HashMap<>();
    private final LinkedHashMap<VersionKey, ServedModel> loaded = new LinkedHashMap<>(KEPT, 0.75f, true);

    public ServedModels(Registry registry, ObjectStore artifacts, InstantSource clock) {
        this.registry = registry;
        this.artifacts = artifacts;
        this.clock = clock;
    }

    private record AliasKey(Workspace workspace, String model, String alias) {}

    private record AliasRead(int version, Instant at) {}

    private record VersionKey(Workspace workspace, String model, int version) {}

    /**
     * The version that an alias names.
     *
     * @throws ProblemException {@code NO_SUCH_MODEL}, {@code NO_SUCH_ALIAS}, or that the bundle cannot be used
     */
    public synchronized ServedModel byAlias(Workspace workspace, String model, String alias) {
        AliasKey key = new AliasKey(workspace, model, alias);
        AliasRead known = aliases.get(key);
        Instant now = clock.instant();
        if (known != null && now.isBefore(known.at().plus(ALIAS_AGE))) {
            return version(workspace, model, known.version());
        }
        aliases.remove(key);
        ModelVersion found =
                registry.byAlias(workspace, model, alias).orElseThrow(() -> noSuchAlias(workspace, model, alias));
        aliases.put(key, new AliasRead(found.number(), now));
        return served(found);
    }

    /**
     * A version by its number.
     *
     * @throws ProblemException {@code NO_SUCH_MODEL}, {@code NO_SUCH_VERSION}, or that the bundle cannot be used
     */
    public synchronized ServedModel version(Workspace workspace, String model, int number) {
        ServedModel kept = loaded.get(new VersionKey(workspace, model, number));
        if (kept != null) {
            return kept;
        }
        return served(registry.version(workspace, model, number)
                .orElseThrow(() -> noSuchVersion(workspace, model, Integer.toString(number))));
    }

    /** Numbers of a model's versions, oldest first; empty when there is no such model. */
    public List<Integer> versions(Workspace workspace, String model) {
        return registry.versions(workspace, model).stream()
                .map(ModelVersion::number)
                .sorted()
                .toList();
    }

    private ServedModel served(ModelVersion version) {
        VersionKey key = new VersionKey(version.workspace(), version.model(), version.number());
        ServedModel kept = loaded.get(key);
        if (kept != null) {
            return kept;
        }
        ModelBundle bundle = ModelBundle.load(artifacts, version);
        ServedModel served = new ServedModel(version.workspace(), version.model(), version.number(), bundle);
        loaded.put(key, served);
        if (loaded.size() > KEPT) {
            loaded.pollFirstEntry();
        }
        return served;
    }

    private ProblemException noSuchAlias(Workspace workspace, String model, String alias) {
        List<String> known =
                model(workspace, model).aliases().keySet().stream().sorted().toList();
        return new ProblemException(
                "NO_SUCH_ALIAS",
                "The model '" + model + "' has no alias '" + alias + "'.",
                List.of(new Problem.Detail(
                        "alias",
                        alias,
                        known.isEmpty() ? "an alias; none is set, so no version is deployed yet" : "one of " + known)));
    }

    /** What tells that a model has no such version. */
    ProblemException noSuchVersion(Workspace workspace, String model, String text) {
        int latest = model(workspace, model).latestVersion();
        return new ProblemException(
                "NO_SUCH_VERSION",
                "The model '" + model + "' has no version " + text + ".",
                List.of(new Problem.Detail(
                        "version",
                        text,
                        latest == 0 ? "a version; none is registered yet" : "a number from 1 to " + latest)));
    }

    private RegisteredModel model(Workspace workspace, String model) {
        Optional<RegisteredModel> found = registry.model(workspace, model);
        return found.orElseThrow(() -> new ProblemException(
                "NO_SUCH_MODEL",
                "There is no model '" + model + "'.",
                List.of(new Problem.Detail(
                        "model",
                        model,
                        "one of "
                                + registry.models(workspace).stream()
                                        .map(RegisteredModel::name)
                                        .sorted()
                                        .limit(20)
                                        .toList()))));
    }
}
