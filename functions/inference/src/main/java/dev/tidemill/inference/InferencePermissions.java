package dev.tidemill.inference;

import dev.tidemill.core.access.Permissions;
import dev.tidemill.core.access.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which role each route of {@code /v2} needs: whoever may read in a workspace may ask its models. */
final class InferencePermissions {
    static final Permissions TABLE = Permissions.of(
            Map.of(
                    Role.READ,
                    List.of(
                            "GET /v2",
                            "GET /v2/health/live",
                            "GET /v2/health/ready",
                            "GET /v2/models/{}",
                            "GET /v2/models/{}/ready",
                            "POST /v2/models/{}/infer",
                            "GET /v2/models/{}/versions/{}",
                            "GET /v2/models/{}/versions/{}/ready",
                            "POST /v2/models/{}/versions/{}/infer")),
            Set.of("GET /v2", "GET /v2/health/live", "GET /v2/health/ready"));

    private InferencePermissions() {}
}
