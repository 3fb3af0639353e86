package dev.tidemill.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The function at CloudFront, run by the Node that the CDK needs. */
class MlflowUiDoorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "tm_" + "Aa0_-".repeat(8) + "xyz";
    private static final String HOST = "d111111abcdef8.cloudfront.net";

    @TempDir
    private Path folder;

    private JsonNode handle(String method, Map<String, String> headers) throws IOException, InterruptedException {
        ObjectNode request =
                JSON.createObjectNode().put("method", method).put("uri", "/ajax-api/2.0/mlflow/runs/search");
        ObjectNode given = request.putObject("headers");
        given.putObject("host").put("value", HOST);
        headers.forEach((name, value) -> given.putObject(name).put("value", value));
        String event = JSON.createObjectNode().set("request", request).toString();
        Path script = Files.writeString(
                folder.resolve("door.js"),
                MlflowUiStack.door() + "\nconsole.log(JSON.stringify(handler(" + event + ")));\n");
        Process node = new ProcessBuilder("node", script.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(printed).isZero();
        return JSON.readTree(printed);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "team", "default", "a-1"})
    void typed_token_becomesABearerTokenInItsWorkspace(String workspace) throws IOException, InterruptedException {
        JsonNode passed = handle("GET", Map.of("authorization", basic(workspace + ":" + TOKEN)));

        assertThat(passed.at("/headers/authorization/value").asText()).isEqualTo("Bearer " + TOKEN);
        assertThat(passed.at("/headers/x-mlflow-workspace/value").asText()).isEqualTo(workspace);
        assertThat(passed.path("uri").asText()).isEqualTo("/ajax-api/2.0/mlflow/runs/search");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic !",
                "Basic dG9rZW4=",
                "Digest x",
                "T:",
                "team:T2",
                "team:TT",
                "team:tm_",
                "Te am:T"
            })
    void typed_nothingOrNoToken_isAskedFor(String given) throws IOException, InterruptedException {
        String header = given.contains(":") ? basic(given.replace("T", TOKEN)) : given;
        JsonNode answer = handle("GET", header.isEmpty() ? Map.of() : Map.of("authorization", header));

        assertThat(answer.path("statusCode").asInt()).isEqualTo(401);
        assertThat(answer.at("/headers/www-authenticate/value").asText()).startsWith("Basic realm=");
        assertThat(answer.at("/headers/cache-control/value").asText()).isEqualTo("no-store");
        assertThat(answer.at("/body/data").asText()).contains("UNAUTHENTICATED").doesNotContain(TOKEN);
    }

    @Test
    void bearer_ofAProgram_passesAsItIs() throws IOException, InterruptedException {
        JsonNode passed = handle("POST", Map.of("authorization", "Bearer " + TOKEN));

        assertThat(passed.at("/headers/authorization/value").asText()).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    void change_fromTheOwnPage_passes() throws IOException, InterruptedException {
        String typed = basic("team:" + TOKEN);
        for (Map<String, String> origin :
                List.of(Map.of("sec-fetch-site", "same-origin"), Map.of("origin", "https://" + HOST))) {
            Map<String, String> headers = new TreeMap<>(origin);
            headers.put("authorization", typed);
            assertThat(handle("POST", headers)
                            .at("/headers/authorization/value")
                            .asText())
                    .isEqualTo("Bearer " + TOKEN);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sec-fetch-site=cross-site",
                "sec-fetch-site=none",
                "origin=https://example.org",
                "origin=null",
                "x=y"
            })
    void change_fromElsewhere_isRefused(String header) throws IOException, InterruptedException {
        String[] parts = header.split("=", 2);
        for (String method : List.of("POST", "DELETE")) {
            JsonNode answer = handle(method, Map.of("authorization", basic("team:" + TOKEN), parts[0], parts[1]));
            assertThat(answer.path("statusCode").asInt()).as(method).isEqualTo(403);
        }
    }

    @Test
    void source_fitsCloudFrontsLimitAndKnowsTheApisTokens() {
        assertThat(MlflowUiStack.door()).contains(ApiStack.BEARER.replaceFirst(".* ", ""));
        assertThat(MlflowUiStack.door().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(10_240);
    }
}
