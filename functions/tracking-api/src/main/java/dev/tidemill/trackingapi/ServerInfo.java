package dev.tidemill.trackingapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;

/** What this server can do, as clients ask before they choose how to send files. */
final class ServerInfo {
    private ServerInfo() {}

    static ObjectNode json() {
        ObjectNode info = Json.object()
                .put("store_type", "SqlStore")
                .put("workspaces_enabled", true)
                .put("trace_archival_enabled", false)
                .put("multipart_uploads_enabled", true)
                .put("multipart_downloads_enabled", true);
        info.putObject("features_enabled").put("gateway", false);
        return info;
    }
}
