package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.FakeContext;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Sha256;
import dev.tidemill.lifecycleapi.token.AuthorizeToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final String STAGE = "arn:aws:execute-api:eu-west-1:1:tidemill-token/live";

    private final World world = new World();
    private Instant now = World.NOW;

    private World.Answer issue(String role) {
        return world.post("/w/team/v1/tokens", Map.of("role", role, "principal", "ci"));
    }

    private JsonNode authorize(String authorization) {
        AuthorizeHandler handler = new AuthorizeHandler(new AuthorizeToken(world.accessTokens, () -> now));
        String event = Json.object()
                .put("type", "TOKEN")
                .put("authorizationToken", authorization)
                .put("methodArn", STAGE + "/GET/api/2.0/mlflow/runs/get")
                .toString();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, new FakeContext());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Json.parse(out.toString(StandardCharsets.UTF_8));
    }

    private String effect(String authorization) {
        return authorize(authorization).at("/policyDocument/Statement/0/Effect").asText();
    }

    @Test
    void issue_always_showsTheSecretOnceAndStoresItsHashAlone() {
        World.Answer issued = issue("contribute");
        String secret = issued.body().path("secret").asText();
        String id = issued.body().path("id").asText();

        assertThat(issued.status()).isEqualTo(201);
        assertThat(secret).matches("tm_[A-Za-z0-9_-]{43}");
        assertThat(world.accessTokens.hashes()).containsExactly(Sha256.hex(secret));
        assertThat(Instant.parse(issued.body().path("expiresAt").asText()))
                .isEqualTo(World.NOW.plus(Duration.ofDays(90)));
        World.Answer list = world.get("/w/team/v1/tokens");
        World.Answer one = world.get("/w/team/v1/tokens/" + id);
        assertThat(list.body().path("tokens")).hasSize(1);
        assertThat(one.body().path("role").asText()).isEqualTo("contribute");
        assertThat(list.body() + "" + one.body()).doesNotContain("tm_", "secret");
        assertThat(world.get("/v1/tokens").body().path("tokens")).isEmpty();
        assertThat(world.get("/v1/tokens/" + id).code()).isEqualTo("NO_SUCH_TOKEN");
    }

    @Test
    void issue_repeatedWithTheSameKey_answersTheSameTokenWithoutItsSecret() {
        Map<String, String> key = Map.of("Idempotency-Key", "k");
        Map<String, String> body = Map.of("role", "read", "principal", "ci");

        World.Answer first = world.post("/v1/tokens", body, key);
        World.Answer second = world.post("/v1/tokens", body, key);

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body().path("id")).isEqualTo(first.body().path("id"));
        assertThat(first.body().has("secret")).isTrue();
        assertThat(second.body().has("secret")).isFalse();
        assertThat(second.body().path("note").asText()).contains("shown once");
        assertThat(second.body().toString()).doesNotContain("tm_");
        assertThat(world.accessTokens.hashes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"principal":"ci"} | /role
            {"role":"emperor","principal":"ci"} | /role
            {"role":"read"} | /principal
            {"role":"read","principal":"arn:aws:iam::1:user/a"} | /principal
            {"role":"read","principal":"ci","expiresAt":"2026-03-01T10:00:00Z"} | /expiresAt
            {"role":"read","principal":"ci","expiresAt":"2027-03-01T10:00:01Z"} | /expiresAt
            {"role":"read","principal":"ci","expiresAt":"soon"} | /expiresAt
            {"role":"read","principal":"ci","secret":"mine"} | /secret
            """)
    void issue_badBody_namesTheField(String body, String field) {
        World.Answer answer = world.call("POST", "/v1/tokens", body, Map.of());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.details().path(0).path("place").asText()).isEqualTo("body " + field);
        assertThat(world.accessTokens.hashes()).isEmpty();
    }

    @Test
    void authorize_validToken_allowsTheStageAndTellsWhoItIs() {
        String secret = issue("approve").body().path("secret").asText();

        JsonNode answer = authorize("Bearer " + secret);

        assertThat(answer.path("principalId").asText()).isEqualTo("ci");
        assertThat(answer.at("/policyDocument/Statement/0").toString())
                .isEqualTo("{\"Effect\":\"Allow\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"" + STAGE + "/*\"}");
        assertThat(answer.at("/context/role").asText()).isEqualTo("APPROVE");
        assertThat(answer.at("/context/workspace").asText()).isEqualTo("team");
        assertThat(answer.toString()).doesNotContain(secret);
    }

    @Test
    void authorize_expiredOrRevoked_denies() {
        World.Answer issued = issue("read");
        String bearer = "Bearer " + issued.body().path("secret").asText();
        now = World.NOW.plus(Duration.ofDays(90));
        assertThat(effect(bearer)).isEqualTo("Deny");
        now = World.NOW;
        assertThat(effect(bearer)).isEqualTo("Allow");

        String path = "/w/team/v1/tokens/" + issued.body().path("id").asText();
        World.Answer revoked = world.call("DELETE", path, null, Map.of());

        assertThat(revoked.status()).isEqualTo(200);
        assertThat(revoked.body().path("valid").asBoolean()).isFalse();
        assertThat(revoked.body().path("note").asText()).contains("60 seconds");
        assertThat(effect(bearer)).isEqualTo("Deny");
        assertThat(authorize(bearer).has("context")).isFalse();
        assertThat(world.call("DELETE", path, null, Map.of()).body().path("revokedAt"))
                .isEqualTo(revoked.body().path("revokedAt"));
        assertThat(world.call("DELETE", "/w/team/v1/tokens/none", null, Map.of())
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer tm_x", "Basic dG06eA==", "tm_AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void authorize_noneOfOurs_denies(String authorization) {
        issue("administer");

        assertThat(effect(authorization)).isEqualTo("Deny");
    }
}
