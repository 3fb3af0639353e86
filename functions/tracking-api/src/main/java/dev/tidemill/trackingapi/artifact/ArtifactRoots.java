package dev.tidemill.trackingapi.artifact;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.trackingapi.wire.ArtifactPath;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the artifacts of an address lie in our store, which is always within the workspace of the request. Below
 * {@code w/(workspace)/mlflow-artifacts} lies what addresses of the scheme {@code mlflow-artifacts} name.
 */
public final class ArtifactRoots {
    private static final Pattern PROXIED =
            Pattern.compile("mlflow-artifacts:(?://[^/]*)?/*(?<path>.*)", Pattern.DOTALL);

    private static final int MOST_BYTES = 1024;

    private final ObjectStore artifacts;

    public ArtifactRoots(ObjectStore artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * A folder of our store.
     *
     * @param prefix of its keys, with a closing slash
     * @param writable whether clients may write and delete in it
     */
    record Root(String prefix, boolean writable) {
        /** The key of a file. */
        String file(String path) {
            String key = prefix + ArtifactPath.ofFile(path);
            if (key.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
                throw MlflowErrors.invalid("Invalid path: with its folder it has more than " + MOST_BYTES + " bytes.");
            }
            return key;
        }

        /** The prefix of a folder, with a closing slash; that of the root for an empty path. */
        String folder(String path) {
            String below = ArtifactPath.of(path);
            return below.isEmpty() ? prefix : prefix + below + "/";
        }

        /** The key of a file that may be written. */
        String written(String path) {
            String key = file(path);
            if (!writable) {
                throw MlflowErrors.invalid("Artifacts at this address are read only.");
            }
            return key;
        }
    }

    /** What the scheme {@code mlflow-artifacts} names in a workspace. */
    Root proxied(Workspace workspace) {
        return new Root(within(workspace) + "mlflow-artifacts/", true);
    }

    /**
     * The folder of an address.
     *
     * @throws dev.tidemill.core.failure.ProblemException when it is not in our store, or of another workspace
     */
    Root of(Workspace workspace, String address) {
        Matcher proxied = PROXIED.matcher(address);
        if (proxied.matches()) {
            Root root = proxied(workspace);
            return new Root(root.folder(proxied.group("path")), true);
        }
        String base = base();
        String key = address.startsWith(base) ? address.substring(base.length()) : "";
        String own = within(workspace);
        if (!key.startsWith(own)) {
            throw MlflowErrors.invalid("Artifacts at " + address + " are not in this workspace's part of this server's"
                    + " store: clients reach them with their own credentials.");
        }
        String path = ArtifactPath.of(key.substring(own.length()));
        boolean writable = path.startsWith("mlflow/") || path.startsWith("mlflow-artifacts/");
        return new Root(path.isEmpty() ? own : own + path + "/", writable);
    }

    /** The prefix of the folder at an address, with a closing slash; empty when it is not in the workspace's part. */
    public Optional<String> folder(Workspace workspace, String address) {
        if (!address.startsWith(base() + within(workspace))
                && !PROXIED.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(workspace, address).prefix());
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private String base() {
        String address = artifacts.uri("x").toString();
        return address.substring(0, address.length() - 1);
    }

    private static String within(Workspace workspace) {
        return "w/" + workspace.name() + "/";
    }
}
