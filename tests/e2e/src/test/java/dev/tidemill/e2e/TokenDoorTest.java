package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The API that takes bearer tokens, through gateway, authorizer and functions. */
class TokenDoorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String CREATE = "/w/team/api/2.0/mlflow/experiments/create";
    private static final String GET = "/w/team/api/2.0/mlflow/experiments/get?experiment_id=0";

    private static String open;
    private static String closed;

    private record Answer(int status, JsonNode body) {
        String code() {
            return body.path("error_code").asText();
        }
    }

    @BeforeAll
    static void addresses() {
        LocalCloud cloud = LocalCloud.get();
        open = cloud.api().toString();
        closed = Objects.requireNonNull(cloud.environment().get("TIDEMILL_TOKEN_API_URL"));
    }

    private static Answer call(String method, String address, String authorization, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .header("Accept", "*/*")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("content-type"))
                    .as(answer.body())
                    .contains("application/json");
            return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new IllegalStateException(address + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode issue(String role, Instant expiresAt) throws JsonProcessingException {
        String body = JSON.writeValueAsString(
                Map.of("role", role, "principal", "door-test", "expiresAt", expiresAt.toString()));
        Answer issued = call("POST", open + "/w/team/v1/tokens", "", body);
        assertThat(issued.status()).as("%s", issued.body()).isEqualTo(201);
        return issued.body();
    }

    private static String bearer(JsonNode token) {
        return "Bearer " + token.path("secret").asText();
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.body().path("message").asText()).isNotBlank();
        assertThat(answer.body().at("/error/code").asText(code)).isEqualTo(code);
    }

    @Test
    void withoutAValidToken_everyFaceAnswersInOurShape() throws JsonProcessingException {
        JsonNode revoked = issue("administer", Instant.now().plusSeconds(600));
        String path = "/w/team/v1/tokens/" + revoked.path("id").asText();
        assertThat(call("DELETE", open + path, "", "").body().path("valid").asBoolean(true))
                .isFalse();
        JsonNode expired = issue("administer", Instant.now().plusSeconds(2));

        for (String route : new String[] {GET, "/w/team/v1/projects", "/w/team/v2", "/health"}) {
            assertRefused(call("GET", closed + route, "", ""), 401, "UNAUTHENTICATED");
            assertRefused(call("GET", closed + route, "Bearer tm_short", ""), 401, "UNAUTHENTICATED");
            assertRefused(call("GET", closed + route, "Bearer tm_" + "A".repeat(43), ""), 403, "PERMISSION_DENIED");
            assertRefused(call("GET", closed + route, bearer(revoked), ""), 403, "PERMISSION_DENIED");
        }
        Instant ends = Instant.parse(expired.path("expiresAt").asText());
        while (Instant.now().isBefore(ends)) {
            Thread.onSpinWait();
        }
        assertRefused(call("GET", closed + GET, bearer(expired), ""), 403, "PERMISSION_DENIED");
    }

    @Test
    void token_opensItsWorkspaceInItsRole() throws JsonProcessingException {
        String reader = bearer(issue("read", Instant.now().plusSeconds(600)));
        String contributor = bearer(issue("contribute", Instant.now().plusSeconds(600)));
        String experiment = "{\"name\":\"door-" + System.nanoTime() + "\"}";

        assertThat(call("GET", closed + GET, reader, "").status()).isEqualTo(200);
        assertRefused(call("POST", closed + CREATE, reader, experiment), 403, "PERMISSION_DENIED");
        assertThat(call("POST", closed + CREATE, contributor, experiment).status())
                .isEqualTo(200);
        assertRefused(call("GET", closed + GET.replace("/w/team", ""), contributor, ""), 403, "PERMISSION_DENIED");
        assertThat(call("GET", closed + "/w/team/v1/tokens", contributor, "")
                        .body()
                        .at("/error/code")
                        .asText())
                .isEqualTo("PERMISSION_DENIED");
        assertThat(call("GET", closed + "/w/team/v2", reader, "").status()).isEqualTo(200);
    }
}
