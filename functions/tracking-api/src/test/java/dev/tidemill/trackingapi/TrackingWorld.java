package dev.tidemill.trackingapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.core.loggedmodel.InMemoryLoggedModels;
import dev.tidemill.core.registry.InMemoryRegistry;
import dev.tidemill.core.storage.InMemoryObjectStore;
import dev.tidemill.core.tracking.InMemoryTracking;
import dev.tidemill.trackingapi.run.RunNames;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Random;

/** The API over fakes, at a fixed time, with run ids that count up. */
final class TrackingWorld {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final String API = "/api/2.0/mlflow/";

    final InMemoryObjectStore artifacts = new InMemoryObjectStore("artifacts");
    final InMemoryRegistry registry = new InMemoryRegistry();
    private int runs;
    final TrackingApi api = new TrackingApi(
            new InMemoryTracking(InstantSource.fixed(NOW), "memory://artifacts"),
            new InMemoryLoggedModels(InstantSource.fixed(NOW)),
            registry,
            artifacts,
            new RunNames(new Random(7)),
            () -> String.format(Locale.ROOT, "%032x", ++runs),
            InstantSource.fixed(NOW));
    final ApiClient client = new ApiClient(api);

    JsonNode post(String path, String body, int status) {
        return client.json("POST", path, body, status);
    }

    JsonNode get(String path, int status) {
        return client.json("GET", path, "", status);
    }

    HttpResponse send(String method, String address, String body) {
        return client.send(method, address, body);
    }
}
