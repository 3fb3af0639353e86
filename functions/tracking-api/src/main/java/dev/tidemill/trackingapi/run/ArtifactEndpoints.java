package dev.tidemill.trackingapi.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.search.Pages;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Calls under {@code artifacts}: the files and folders of a run whose artifacts lie in our store. */
public final class ArtifactEndpoints {
    private static final int MOST = 1000;
    private static final Pattern TRAPS = Pattern.compile("(?i)[#?\\\\]|%2e|(^|/)\\.\\.?(/|$)|^/|//|:");

    private final Tracking tracking;
    private final ObjectStore artifacts;

    public ArtifactEndpoints(Tracking tracking, ObjectStore artifacts) {
        this.tracking = tracking;
        this.artifacts = artifacts;
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of("GET artifacts/list", this::list);
    }

    private ObjectNode list(Call call) {
        Run run = RunEndpoints.require(tracking, call);
        String path = call.parameters().textOrEmpty("path").replaceFirst("/+$", "");
        if (TRAPS.matcher(path).find()) {
            throw MlflowErrors.invalid(
                    "Invalid path: '" + path + "'. Expected a path relative to the run's artifacts.");
        }
        Pages page = Pages.of(call.parameters(), MOST, MOST);
        String root = key(run.artifactUri());
        String folder = root + "/" + (path.isEmpty() ? "" : path + "/");
        List<String> entries = new ArrayList<>(entries(folder));
        ObjectNode answer = page.write("files", entries, entry -> file(root, folder, entry));
        return answer.put("root_uri", run.artifactUri());
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
