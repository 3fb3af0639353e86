package dev.tidemill.trackingapi;

import static dev.tidemill.trackingapi.TrackingWorld.API;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackingApiTest {
    private final TrackingWorld world = new TrackingWorld();

    @Test
    void paths_twinsAndWorkspaces_reachTheSame() {
        for (String prefix : List.of("/api/2.0", "/api/3.0", "/ajax-api/2.0", "/w/default/api/2.0")) {
            assertThat(world.get(prefix + "/mlflow/experiments/get?experiment_id=0", 200)
                            .path("experiment")
                            .path("name")
                            .asText())
                    .isEqualTo("Default");
        }
        world.post("/w/team" + API + "experiments/create", "{'name':'x'}", 200);
        world.get("/w/team" + API + "experiments/get-by-name?experiment_name=x", 200);
        world.get(API + "experiments/get-by-name?experiment_name=x", 404);
    }

    @Test
    void paths_unknown_areNotFoundAsJson() {
        for (String path : List.of("/", "/api/2.0/mlflow/gateway/x", "/api/4.0/mlflow/runs/get", API + "runs/create")) {
            assertThat(world.get(path, 404).path("error_code").asText()).isEqualTo("ENDPOINT_NOT_FOUND");
        }
    }

    @Test
    void workspace_headerAgainstPath_isRefused() {
        HttpRequest request = new HttpRequest(
                "GET",
                "/w/team" + API + "experiments/get",
                Map.of("experiment_id", List.of("0")),
                Map.of("x-mlflow-workspace", "other"),
                new byte[0],
                "req",
                "me");
        assertThat(world.api.answer(request).status()).isEqualTo(400);
        assertThat(world.get("/w/Team%20!" + API + "experiments/get?experiment_id=0", 400)
                        .path("message")
                        .asText())
                .contains("workspace");
    }

    @Test
    void health_andVersion_areText() {
        assertThat(new String(world.send("GET", "/health", "").body(), StandardCharsets.UTF_8))
                .isEqualTo("OK");
        assertThat(new String(world.send("GET", "/version", "").body(), StandardCharsets.UTF_8))
                .isEqualTo("3.6.0");
    }

    @Test
    void serverInfo_tellsClientsOfWorkspacesAndTheUiNot() {
        assertThat(world.get("/api/3.0/mlflow/server-info", 200)
                        .path("workspaces_enabled")
                        .asBoolean())
                .isTrue();
        assertThat(world.get("/ajax-api/3.0/mlflow/server-info", 200)
                        .path("workspaces_enabled")
                        .asBoolean(true))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            experiments/create | {} | Missing value for required parameter 'name'
            experiments/create | {'name':123} | Invalid value 123 for parameter 'name' supplied
            experiments/create | {'name':'x','artifact_location':'file:/etc'} | Invalid artifact location
            experiments/create | {'name':'x','artifact_location':'s3://b/../c'} | Invalid artifact location
            experiments/create | [] | must be a JSON object
            experiments/create | {'name' | no JSON
            runs/log-metric | {'run_id':'r','key':'m','timestamp':1} | 'value'
            runs/log-metric | {'run_id':'r','key':'m','value':'abc','timestamp':1} | for parameter 'value'
            runs/log-metric | {'run_id':'r','key':'m','value':1,'timestamp':-1} | nonnegative
            runs/log-metric | {'run_id':'r','key':'../p','value':1,'timestamp':1} | would resolve to '../p'
            runs/log-metric | {'run_id':'r','key':'a$b','value':1,'timestamp':1} | Names may only contain
            runs/update | {'run_id':'r','status':'ODD'} | for parameter 'status'
            runs/search | {'experiment_ids':['0'],'run_view_type':'SOME'} | run_view_type
            runs/search | {'experiment_ids':7} | experiment_ids
            runs/search | {'experiment_ids':'0'} | for parameter 'experiment_ids'
            runs/log-metric | {'run_id':'r','key':'m','value':1,'timestamp':'१'} | for parameter 'timestamp'
            registered-models/create | {'name':'a/b'} | Invalid model name
            """)
    void badInput_isInvalid(String endpoint, String body, String message) {
        JsonNode answer = world.post(API + endpoint, body, 400);
        assertThat(answer.path("error_code").asText()).isEqualTo("INVALID_PARAMETER_VALUE");
        assertThat(answer.path("message").asText()).contains(message);
    }

    @Test
    void body_otherContentType_isRefused_andDoubleEncodedIsRead() {
        HttpRequest xml = new HttpRequest(
                "POST",
                API + "experiments/create",
                Map.of(),
                Map.of("content-type", "text/xml"),
                "{}".getBytes(StandardCharsets.UTF_8),
                "req",
                "me");
        assertThat(world.api.answer(xml).status()).isEqualTo(400);
        world.send("POST", API + "experiments/create", "\"{\\\"name\\\":\\\"twice\\\"}\"");
        world.get(API + "experiments/get-by-name?experiment_name=twice", 200);
    }
}
