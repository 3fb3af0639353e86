package dev.tidemill.trackingapi.artifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.HttpInvocation;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.trackingapi.search.Pages;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import java.net.URLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The files and folders below the address where a run or a model keeps its artifacts, when that lies in our store. */
public final class ArtifactTree {
    private static final int MOST = 1000;
    private static final Duration VALIDITY = Duration.ofMinutes(15);
    private static final Pattern TRAPS = Pattern.compile("(?i)[#?\\\\]|%2e|(^|/)\\.\\.?(/|$)|^/|//|:");

    private final ObjectStore artifacts;

    public ArtifactTree(ObjectStore artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * The files and folders right below a folder, by pages.
     *
     * @param rootUri address of the artifacts
     * @param path of the folder relative to it; empty for the root itself
     * @param asked how many and which page
     * @throws dev.tidemill.core.failure.ProblemException when the path climbs or the address is not in our store
     */
    public ObjectNode list(String rootUri, String path, Parameters asked) {
        String inside = checked(path.replaceFirst("/+$", ""));
        Pages page = Pages.of(asked, MOST, MOST);
        String root = key(rootUri);
        String folder = root + "/" + (inside.isEmpty() ? "" : inside + "/");
        List<String> entries = new ArrayList<>(entries(folder));
        ObjectNode answer = page.write("files", entries, entry -> file(root, folder, entry));
        return answer.put("root_uri", rootUri);
    }

    /**
     * A file's bytes to save, or for a large one the address where they can be had for a while.
     *
     * @param rootUri address of the artifacts
     * @param path of the file relative to it
     * @throws dev.tidemill.core.failure.ProblemException when the path climbs, the address is not in our store, or there
     *     is no such file
     */
    public HttpResponse download(String rootUri, String path) {
        String key = key(rootUri) + "/" + checked(path);
        long size = artifacts.size(key).orElseThrow(() -> absent(path));
        if (size > HttpInvocation.MOST_BYTES) {
            return new HttpResponse(
                    302, Map.of("location", artifacts.presignRead(key, VALIDITY).toString()), new byte[0]);
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        String type = URLConnection.guessContentTypeFromName(name);
        Map<String, String> headers = new HashMap<>();
        headers.put("content-type", type == null ? "application/octet-stream" : type);
        headers.put("content-disposition", "attachment; filename=\"" + name.replace("\"", "") + "\"");
        headers.put("x-content-type-options", "nosniff");
        return new HttpResponse(200, headers, artifacts.read(key).orElseThrow(() -> absent(path)));
    }

    private static RuntimeException absent(String path) {
        return MlflowErrors.absent("No such artifact: '" + path + "'");
    }

    private static String checked(String path) {
        if (TRAPS.matcher(path).find()) {
            throw MlflowErrors.invalid("Invalid path: '" + path + "'. Expected a path relative to the artifacts.");
        }
        return path;
    }

    private String key(String uri) {
        String base = artifacts.uri("").toString();
        if (!uri.startsWith(base)) {
            throw MlflowErrors.invalid("Artifacts at " + uri + " are listed by the client itself, not by this server.");
        }
        return uri.substring(base.length());
    }

    /** The names right below a folder; a folder's ends with a slash. */
    private SortedSet<String> entries(String folder) {
        TreeSet<String> entries = new TreeSet<>();
        for (String key : artifacts.list(folder)) {
            String rest = key.substring(folder.length());
            int slash = rest.indexOf('/');
            if (!rest.isEmpty()) {
                entries.add(slash < 0 ? rest : rest.substring(0, slash + 1));
            }
        }
        return entries;
    }

    private ObjectNode file(String root, String folder, String entry) {
        boolean directory = entry.endsWith("/");
        String name = directory ? entry.substring(0, entry.length() - 1) : entry;
        ObjectNode file = Json.object()
                .put("path", (folder + name).substring(root.length() + 1))
                .put("is_dir", directory);
        if (!directory) {
            artifacts.size(folder + entry).ifPresent(size -> file.put("file_size", size));
        }
        return file;
    }
}
