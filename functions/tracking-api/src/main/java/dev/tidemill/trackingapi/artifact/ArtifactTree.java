package dev.tidemill.trackingapi.artifact;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.HttpInvocation;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.storage.ObjectStore.Entry;
import dev.tidemill.core.storage.ObjectStore.Folder;
import dev.tidemill.trackingapi.artifact.ArtifactRoots.Root;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files and folders below the address where a run, a model or a version keeps its artifacts, when that lies in the
 * workspace's part of our store.
 */
public final class ArtifactTree {
    private static final int PAGE = 1000;
    private static final int MOST_LISTED = 20_000;
    private static final Duration VALIDITY = Duration.ofMinutes(15);

    private final ObjectStore artifacts;
    private final ArtifactRoots roots;

    public ArtifactTree(ObjectStore artifacts) {
        this.artifacts = artifacts;
        this.roots = new ArtifactRoots(artifacts);
    }

    ArtifactRoots roots() {
        return roots;
    }

    /**
     * The files and folders right below a folder, by pages.
     *
     * @param rootUri address of the artifacts
     * @param path of the folder relative to it; empty for the root itself
     * @param asked which page
     * @throws ProblemException when the path climbs or the address is not in the workspace
     */
    public ObjectNode list(Workspace workspace, String rootUri, String path, Parameters asked) {
        String folder = roots.of(workspace, rootUri).folder(path);
        Folder page = page(folder, asked.text("page_token").orElse(null));
        String above = path.replaceFirst("/$", "");
        ObjectNode answer = Json.object();
        write(answer, page.entries(), above.isEmpty() ? "" : above + "/");
        if (page.next() != null) {
            answer.put("next_page_token", page.next());
        }
        return answer.put("root_uri", rootUri);
    }

    private Folder page(String folder, @Nullable String token) {
        try {
            return artifacts.folder(folder, PAGE, token);
        } catch (ProblemException e) {
            throw MlflowErrors.invalid("Invalid page token: " + token);
        }
    }

    /** All files and folders right below a folder, by their names alone. */
    ObjectNode names(Root root, String path) {
        String folder = root.folder(path);
        List<Entry> entries = new ArrayList<>();
        Folder page = artifacts.folder(folder, PAGE, null);
        entries.addAll(page.entries());
        while (page.next() != null) {
            if (entries.size() >= MOST_LISTED) {
                throw MlflowErrors.invalid("Folder '" + path + "' has more than " + MOST_LISTED
                        + " files: list it by artifacts/list, which answers in pages.");
            }
            page = artifacts.folder(folder, PAGE, page.next());
            entries.addAll(page.entries());
        }
        ObjectNode answer = Json.object();
        write(answer, entries, "");
        return answer;
    }

    private static void write(ObjectNode answer, List<Entry> entries, String above) {
        ArrayNode files = answer.putArray("files");
        for (Entry entry : entries) {
            ObjectNode file =
                    files.addObject().put("path", above + entry.name()).put("is_dir", entry.isFolder());
            if (!entry.isFolder()) {
                file.put("file_size", entry.size());
            }
        }
    }

    /**
     * A file's bytes to save, or for a large one the address where they can be had for a while.
     *
     * @param rootUri address of the artifacts
     * @param path of the file relative to it
     * @throws ProblemException when the path climbs, the address is not in the workspace, or there is no such file
     */
    public HttpResponse download(Workspace workspace, String rootUri, String path) {
        return download(roots.of(workspace, rootUri), path);
    }

    HttpResponse download(Root root, String path) {
        String key = root.file(path);
        long size = size(key, path);
        if (size > HttpInvocation.MOST_BYTES) {
            return new HttpResponse(307, Map.of("location", address(key, VALIDITY)), new byte[0]);
        }
        byte[] content = artifacts.read(key).orElseThrow(() -> absent(path));
        return new HttpResponse(
                200,
                Map.of(
                        "content-type", MediaTypes.of(path),
                        "content-disposition", Attachment.named(path),
                        "x-content-type-options", "nosniff"),
                content);
    }

    /** An address where a file can be had for a while without credentials. */
    String address(String key, Duration validity) {
        return artifacts
                .presignDownload(key, MediaTypes.of(key), Attachment.named(key), validity)
                .toString();
    }

    /**
     * The size of a file in bytes.
     *
     * @param path as the client named it
     * @throws ProblemException when there is no such file
     */
    long size(String key, String path) {
        return artifacts.size(key).orElseThrow(() -> absent(key, path));
    }

    private ProblemException absent(String key, String path) {
        return artifacts.folder(key + "/", 1, null).entries().isEmpty()
                ? absent(path)
                : MlflowErrors.invalid("Artifact path refers to a directory, not a file: '" + path + "'");
    }

    private static ProblemException absent(String path) {
        return MlflowErrors.absent("No such artifact: '" + path + "'");
    }
}
