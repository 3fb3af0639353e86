package dev.tidemill.trackingapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class TrackingServerTest {
    @Test
    void workspaces_beginEmptyAndStayApart() throws IOException, InterruptedException {
        TrackingServer server = TrackingServer.start(0, "mlflow-artifacts:");
        try (HttpClient client = HttpClient.newHttpClient()) {
            String create = "/api/2.0/mlflow/experiments/create";
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "/w/one" + create))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"a b\"}"))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(byName(client, server.address() + "/w/one")).isEqualTo(200);
            assertThat(byName(client, server.address() + "/w/two")).isEqualTo(404);
        } finally {
            server.stop();
        }
    }

    private static int byName(HttpClient client, String server) throws IOException, InterruptedException {
        URI uri = URI.create(server + "/api/2.0/mlflow/experiments/get-by-name?experiment_name=a%20b");
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
