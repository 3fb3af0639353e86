package dev.tidemill.lifecycleapi.project;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.storage.ObjectStore;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands out addresses to which files are sent, named by their content. Safe for use by several threads. */
public final class PrepareUpload {
    /** The folder of rows to score, which no dataset's name can be. */
    public static final String SCORING = "_scoring";

    private static final Duration VALID = Duration.ofHours(1);

    private final ObjectStore lake;

    public PrepareUpload(ObjectStore lake) {
        this.lake = lake;
    }

    /**
     * @param url null when the content is stored already
     * @param headers to be sent with the PUT
     */
    public record Upload(
            String key, String sha256, @Nullable URI url, Map<String, String> headers, boolean exists) {}

    /**
     * Prepares an upload; content that is there already needs none.
     *
     * @param folder a dataset, or {@link #SCORING}
     * @param size bytes
     */
    public Upload prepare(Workspace workspace, String project, String folder, long size, String sha256) {
        String key = key(workspace, project, folder, sha256);
        Optional<Long> stored = lake.size(key);
        if (stored.isPresent() && stored.get() == size) {
            return new Upload(key, sha256, null, Map.of(), true);
        }
        ObjectStore.PresignedWrite write = lake.presignWrite(key, size, sha256, VALID);
        return new Upload(key, sha256, write.uri(), write.headers(), false);
    }

    /** Where content lies in the lake. */
    public static String key(Workspace workspace, String project, String folder, String sha256) {
        return "w/" + workspace.name() + "/raw/" + project + "/" + folder + "/" + sha256;
    }
}
