package dev.tidemill.trackingapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;

/** What this server can do, as clients ask before they choose how to send files. */
final class ServerInfo {
    private ServerInfo() {}

    /**
     * @param path as asked for; MLflow's user interface asks below {@code /ajax-api}, and is not told of workspaces: its
     *     pages would create, rename and delete them, while here it shows the workspace of its address
     */
    static ObjectNode json(String path) {
        ObjectNode info = Json.object()
                .put("store_type", "SqlStore")
                .put("workspaces_enabled", !path.contains("/ajax-api/"))
                .put("trace_archival_enabled", false)
                .put("multipart_uploads_enabled", true)
                .put("multipart_downloads_enabled", true);
        info.putObject("features_enabled").put("gateway", false);
        return info;
    }
}
