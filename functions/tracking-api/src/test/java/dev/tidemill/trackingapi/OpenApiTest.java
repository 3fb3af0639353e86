package dev.tidemill.trackingapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The document that clients are generated from, and requests made up from, and what is really there. */
class OpenApiTest {
    /** What only MLflow's own user interface or newest client asks for, or is another way to write a path. */
    private static final Set<String> UNDESCRIBED = Set.of(
            "GET /api/mlflow/logged-models/{}/artifacts/files",
            "GET /api/mlflow/logged-models:batchGet",
            "GET /api/mlflow/workspaces",
            "GET /api/mlflow/workspaces/{}",
            "POST /ajax-api/2.0mlflow/experiments/search-datasets",
            "POST /api/2.0mlflow/experiments/search-datasets",
            "POST /api/mlflow-artifacts/mpu/abort",
            "POST /api/mlflow-artifacts/mpu/abort/",
            "POST /api/mlflow-artifacts/mpu/complete",
            "POST /api/mlflow-artifacts/mpu/complete/",
            "POST /api/mlflow-artifacts/mpu/create",
            "POST /api/mlflow-artifacts/mpu/create/",
            "POST /api/mlflow/artifacts/presigned-download-url",
            "POST /api/mlflow/artifacts/presigned-upload-url",
            "POST /api/mlflow/upload-artifact",
            "POST /graphql");

    @Test
    void document_describesEveryRoute() throws IOException {
        JsonNode paths = Json.parse(Files.readString(Path.of("openapi.json"))).path("paths");
        Set<String> described = new TreeSet<>();
        paths.properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> described.add(method.toUpperCase(Locale.ROOT) + " "
                                + path.getKey()
                                        .replaceFirst("^/(ajax-)?api/[23]\\.0", "/api")
                                        .replace("{path}", "{+}")
                                        .replace("{tag_key}", "{+}")
                                        .replaceAll("\\{\\w+}", "{}"))));

        Set<String> routes = new TreeSet<>(new TrackingWorld().api.routes());
        routes.removeAll(UNDESCRIBED);

        assertThat(described).containsAll(routes);
        described.removeIf(one -> one.contains("webhooks"));
        assertThat(routes).containsAll(described);
    }
}
