package dev.tidemill.lifecycleapi.route;

import dev.tidemill.contract.Json;
import dev.tidemill.lifecycleapi.http.Request;
import dev.tidemill.lifecycleapi.http.Response;
import dev.tidemill.lifecycleapi.http.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** What the API is. */
public final class RootRoutes {
    private static final String DOCUMENT = "/dev/tidemill/lifecycleapi/openapi.json";

    private final String version;

    public RootRoutes(String version) {
        this.version = version;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.on("GET", "/v1", this::root).on("GET", "/v1/openapi.json", this::document);
    }

    private Response root(Request request) {
        return Response.ok(Json.object()
                .put("name", "tidemill")
                .put("version", version)
                .put("workspace", request.workspace().name()));
    }

    private Response document(Request request) {
        try (InputStream in = Objects.requireNonNull(RootRoutes.class.getResourceAsStream(DOCUMENT))) {
            return new Response(200, new String(in.readAllBytes(), StandardCharsets.UTF_8), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException("the API's document cannot be read", e);
        }
    }
}
