package dev.tidemill.lifecycleapi.project;

import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Origin;
import dev.tidemill.core.storage.ObjectStore;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the files of imported versions are, when that is in their workspace's part of the artifacts store. */
public final class ImportedFiles {
    private static final Pattern PROXIED =
            Pattern.compile("mlflow-artifacts:(?://[^/]*)?/*(?<path>.*)", Pattern.DOTALL);

    private ImportedFiles() {}

    /** The prefix of a version's folder, with a closing slash; empty when it was not imported or is elsewhere. */
    public static Optional<String> folder(ObjectStore artifacts, ModelVersion version) {
        if (!(version.origin() instanceof Origin.Imported imported)) {
            return Optional.empty();
        }
        String address = imported.storageLocation().isEmpty() ? imported.source() : imported.storageLocation();
        String own = "w/" + version.workspace().name() + "/";
        String base = artifacts.uri(own).toString();
        Matcher proxied = PROXIED.matcher(address);
        String below = proxied.matches() ? "mlflow-artifacts/" + proxied.group("path") : "";
        if (address.startsWith(base)) {
            below = address.substring(base.length());
        }
        String path = below.replaceAll("/+$", "");
        return path.isEmpty() || path.contains("..") ? Optional.empty() : Optional.of(own + path + "/");
    }
}
