package dev.tidemill.trackingapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.InMemoryRegistry;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.core.storage.InMemoryObjectStore;
import dev.tidemill.core.tracking.InMemoryTracking;
import dev.tidemill.trackingapi.run.RunNames;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackingApiTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String API = "/api/2.0/mlflow/";

    private final InMemoryObjectStore artifacts = new InMemoryObjectStore("artifacts");
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final InMemoryTracking tracking = new InMemoryTracking(InstantSource.fixed(NOW), "memory://artifacts");
    private int runs;
    private final TrackingApi api = new TrackingApi(
            tracking,
            registry,
            artifacts,
            new RunNames(new Random(7)),
            () -> String.format(Locale.ROOT, "%032x", ++runs),
            InstantSource.fixed(NOW));

    private final ApiClient client = new ApiClient(api);

    @Test
    void paths_twinsAndWorkspaces_reachTheSame() {
        for (String prefix : List.of("/api/2.0", "/api/3.0", "/ajax-api/2.0", "/w/default/api/2.0")) {
            assertThat(get(prefix + "/mlflow/experiments/get?experiment_id=0", 200)
                            .path("experiment")
                            .path("name")
                            .asText())
                    .isEqualTo("Default");
        }
        post("/w/team" + API + "experiments/create", "{'name':'x'}", 200);
        get("/w/team" + API + "experiments/get-by-name?experiment_name=x", 200);
        get(API + "experiments/get-by-name?experiment_name=x", 404);
    }

    @Test
    void paths_unknown_areNotFoundAsJson() {
        for (String path : List.of("/", "/api/2.0/mlflow/gateway/x", "/api/4.0/mlflow/runs/get", API + "runs/create")) {
            assertThat(get(path, 404).path("error_code").asText()).isEqualTo("ENDPOINT_NOT_FOUND");
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
        assertThat(api.answer(request).status()).isEqualTo(400);
        assertThat(get("/w/Team%20!" + API + "experiments/get?experiment_id=0", 400)
                        .path("message")
                        .asText())
                .contains("workspace");
    }

    @Test
    void health_andVersion_areText() {
        assertThat(new String(send("GET", "/health", "").body(), StandardCharsets.UTF_8))
                .isEqualTo("OK");
        assertThat(new String(send("GET", "/version", "").body(), StandardCharsets.UTF_8))
                .isEqualTo("3.6.0");
    }

    @Test
    void experiment_life() {
        String id = post(API + "experiments/create", "{'name':'e','tags':[{'key':'k','value':'v'}]}", 200)
                .path("experiment_id")
                .asText();
        assertThat(post(API + "experiments/create", "{'name':'e'}", 400)
                        .path("error_code")
                        .asText())
                .isEqualTo("RESOURCE_ALREADY_EXISTS");
        post(API + "experiments/set-experiment-tag", "{'experiment_id':'" + id + "','key':'a','value':'b'}", 200);
        post(API + "experiments/update", "{'experiment_id':'" + id + "','new_name':'f'}", 200);
        JsonNode experiment =
                get(API + "experiments/get?experiment_id=" + id, 200).path("experiment");
        assertThat(experiment.toString())
                .isEqualTo(("{'experiment_id':'1','name':'f','artifact_location':"
                                + "'memory://artifacts/w/default/mlflow/1','lifecycle_stage':'active',"
                                + "'last_update_time':1772359200000,'creation_time':1772359200000,"
                                + "'tags':[{'key':'a','value':'b'},{'key':'k','value':'v'}]}")
                        .replace('\'', '"'));
        post(API + "experiments/delete", "{'experiment_id':'" + id + "'}", 200);
        assertThat(names(post(API + "experiments/search", "{'max_results':10}", 200)))
                .containsExactly("Default");
        assertThat(names(post(API + "experiments/search", "{'max_results':10,'view_type':'DELETED_ONLY'}", 200)))
                .containsExactly("f");
        post(API + "runs/create", "{'experiment_id':'" + id + "'}", 400);
        post(API + "experiments/restore", "{'experiment_id':'" + id + "'}", 200);
        assertThat(names(post(
                        API + "experiments/search",
                        "{\"max_results\":\"10\",\"filter\":\"name LIKE 'f%' AND tags.k = 'v'\"}",
                        200)))
                .containsExactly("f");
        assertThat(post(API + "experiments/search", "{}", 400).path("message").asText())
                .contains("max_results");
    }

    @Test
    void run_life() {
        JsonNode run = post(
                        API + "runs/create",
                        "{'experiment_id':'0','user_id':'me','start_time':'5','run_name':'r',"
                                + "'tags':[{'key':'k','value':'v'}]}",
                        200)
                .path("run");
        String id = run.path("info").path("run_id").asText();
        assertThat(run.toString())
                .isEqualTo(("{'info':{'run_uuid':'ID','experiment_id':'0','run_name':'r','user_id':'me',"
                                + "'status':'RUNNING','start_time':5,"
                                + "'artifact_uri':'memory://artifacts/w/default/mlflow/0/ID/artifacts',"
                                + "'lifecycle_stage':'active','run_id':'ID'},'data':{'metrics':[],'params':[],"
                                + "'tags':[{'key':'k','value':'v'},{'key':'mlflow.runName','value':'r'}]},'inputs':{}}")
                        .replace('\'', '"')
                        .replace("ID", id));
        post(API + "runs/log-metric", "{'run_id':'" + id + "','key':'m','value':'NaN','timestamp':1}", 200);
        post(API + "runs/log-metric", "{'run_uuid':'" + id + "','key':'m','value':2,'timestamp':'2','step':'3'}", 200);
        post(API + "runs/log-parameter", "{'run_id':'" + id + "','key':'p','value':'1'}", 200);
        assertThat(post(API + "runs/log-parameter", "{'run_id':'" + id + "','key':'p','value':'2'}", 400)
                        .path("message")
                        .asText())
                .startsWith("Changing param values is not allowed");
        post(API + "runs/set-tag", "{'run_id':'" + id + "','key':'t','value':'1'}", 200);
        post(API + "runs/delete-tag", "{'run_id':'" + id + "','key':'t'}", 200);
        assertThat(post(API + "runs/update", "{'run_id':'" + id + "','status':'FINISHED','end_time':9}", 200)
                        .path("run_info")
                        .path("end_time")
                        .asLong())
                .isEqualTo(9);
        JsonNode data = get(API + "runs/get?run_id=" + id, 200).path("run").path("data");
        assertThat(data.path("metrics").toString())
                .isEqualTo("[{\"key\":\"m\",\"value\":2.0,\"timestamp\":2,\"step\":3}]");
        JsonNode first = get(API + "metrics/get-history?run_id=" + id + "&metric_key=m&max_results=1", 200);
        assertThat(first.path("metrics").path(0).path("value").asText()).isEqualTo("NaN");
        JsonNode second = get(
                API + "metrics/get-history?run_id=" + id + "&metric_key=m&max_results=1&page_token="
                        + first.path("next_page_token").asText(),
                200);
        assertThat(second.path("metrics").path(0).path("value").asDouble()).isEqualTo(2);
        assertThat(second.has("next_page_token")).isFalse();
        post(API + "runs/delete", "{'run_id':'" + id + "'}", 200);
        assertThat(post(API + "runs/search", "{'experiment_ids':['0']}", 200).path("runs"))
                .isEmpty();
        post(API + "runs/restore", "{'run_id':'" + id + "'}", 200);
        assertThat(post(API + "runs/search", "{'experiment_ids':['0']}", 200).path("runs"))
                .hasSize(1);
    }

    @Test
    void createRun_sameRequest_isTheSameRun() {
        String body = "{'tags':[{'key':'tidemill.requestId','value':'E1'}],'run_name':'a'}";
        JsonNode first = post(API + "runs/create", body, 200);
        assertThat(post(API + "runs/create", body, 200)).isEqualTo(first);
        assertThat(post(API + "runs/create", "{}", 200)).isNotEqualTo(post(API + "runs/create", "{}", 200));
        post(API + "runs/create", "{'run_name':'a','tags':[{'key':'mlflow.runName','value':'b'}]}", 400);
    }

    @Test
    void search_pagesExactly() {
        for (int i = 0; i < 4; i++) {
            post(API + "runs/create", "{'start_time':" + i + ",'run_name':'r" + i + "'}", 200);
        }
        JsonNode first = post(API + "runs/search", "{'experiment_ids':['0'],'max_results':2}", 200);
        assertThat(runNames(first)).containsExactly("r3", "r2");
        JsonNode second = post(
                API + "runs/search",
                "{'experiment_ids':['0'],'max_results':2,'page_token':'"
                        + first.path("next_page_token").asText() + "'}",
                200);
        assertThat(runNames(second)).containsExactly("r1", "r0");
        assertThat(second.has("next_page_token")).isFalse();
        assertThat(runNames(post(
                        API + "runs/search",
                        "{'experiment_ids':['0'],'order_by':['attributes.start_time ASC'],"
                                + "'filter':'attributes.start_time > 1'}",
                        200)))
                .containsExactly("r2", "r3");
        post(API + "runs/search", "{'experiment_ids':['0'],'page_token':'?'}", 400);
        post(API + "runs/search", "{'experiment_ids':['0'],'max_results':50001}", 400);
    }

    @Test
    void logBatch_limits() {
        String id = post(API + "runs/create", "{}", 200)
                .path("run")
                .path("info")
                .path("run_id")
                .asText();
        List<String> metrics = new ArrayList<>();
        for (int i = 0; i < 1001; i++) {
            metrics.add("{'key':'m" + i + "','value':1,'timestamp':1}");
        }
        assertThat(post(
                                API + "runs/log-batch",
                                "{'run_id':'" + id + "','metrics':[" + String.join(",", metrics) + "]}",
                                400)
                        .path("message")
                        .asText())
                .contains("1000 metrics");
        post(
                API + "runs/log-batch",
                "{'run_id':'" + id + "','params':[{'key':'a','value':'1'},{'key':'a','value':'1'}]}",
                400);
        post(
                API + "runs/log-batch",
                "{'run_id':'" + id + "','params':[{'key':'a','value':'" + "x".repeat(7000) + "'}]," + "'metrics':["
                        + String.join(",", metrics.subList(0, 900)) + "]}",
                200);
        JsonNode data = get(API + "runs/get?run_id=" + id, 200).path("run").path("data");
        assertThat(data.path("metrics")).hasSize(900);
        assertThat(data.path("params").path(0).path("value").asText()).hasSize(6000);
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
            runs/log-metric | {'run_id':'r','key':'../p','value':1,'timestamp':1} | Invalid metric name
            runs/log-metric | {'run_id':'r','key':'a$b','value':1,'timestamp':1} | Invalid metric name
            runs/update | {'run_id':'r','status':'ODD'} | for parameter 'status'
            runs/search | {'experiment_ids':['0'],'run_view_type':'SOME'} | run_view_type
            runs/search | {'experiment_ids':7} | experiment_ids
            registered-models/create | {'name':'a/b'} | Invalid model name
            """)
    void badInput_isInvalid(String endpoint, String body, String message) {
        JsonNode answer = post(API + endpoint, body, 400);
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
        assertThat(api.answer(xml).status()).isEqualTo(400);
        send("POST", API + "experiments/create", "\"{\\\"name\\\":\\\"twice\\\"}\"");
        get(API + "experiments/get-by-name?experiment_name=twice", 200);
    }

    @Test
    void artifacts_areListedFolderByFolder() {
        JsonNode info = post(API + "runs/create", "{}", 200).path("run").path("info");
        String id = info.path("run_id").asText();
        String root = "w/default/mlflow/0/" + id + "/artifacts/";
        artifacts.write(root + "a.txt", new byte[3], "text/plain");
        artifacts.write(root + "model/b.bin", new byte[5], "text/plain");
        artifacts.write(root + "model/deep/c.bin", new byte[5], "text/plain");
        JsonNode top = get(API + "artifacts/list?run_id=" + id, 200);
        assertThat(top.path("root_uri").asText())
                .isEqualTo(info.path("artifact_uri").asText());
        assertThat(top.path("files").toString())
                .isEqualTo("[{\"path\":\"a.txt\",\"is_dir\":false,\"file_size\":3},"
                        + "{\"path\":\"model\",\"is_dir\":true}]");
        assertThat(get(API + "artifacts/list?run_id=" + id + "&path=model", 200)
                        .path("files")
                        .toString())
                .isEqualTo("[{\"path\":\"model/b.bin\",\"is_dir\":false,\"file_size\":5},"
                        + "{\"path\":\"model/deep\",\"is_dir\":true}]");
        get(API + "artifacts/list?run_id=" + id + "&path=../x", 400);
        assertThat(post(API + "logged-models/search", "{'experiment_ids':['0']}", 200)
                        .toString())
                .isEqualTo("{\"models\":[]}");
    }

    @Test
    void models_life() {
        post(API + "registered-models/create", "{'name':'m','description':'d'}", 200);
        assertThat(post(API + "registered-models/create", "{'name':'m'}", 400)
                        .path("error_code")
                        .asText())
                .isEqualTo("RESOURCE_ALREADY_EXISTS");
        register("m", "E1");
        register("m", "E2");
        post(API + "registered-models/alias", "{'name':'m','alias':'champion','version':'1'}", 200);
        JsonNode version =
                get(API + "registered-models/alias?name=m&alias=champion", 200).path("model_version");
        assertThat(version.toString())
                .isEqualTo(("{'name':'m','version':'1','creation_timestamp':1772359200000,"
                                + "'last_updated_timestamp':1772359200000,'current_stage':'None','user_id':'me',"
                                + "'description':'# Card','source':'memory://artifacts/w/default/models/m/E1/bundle',"
                                + "'run_id':'run-E1','status':'READY','aliases':['champion']}")
                        .replace('\'', '"'));
        assertThat(get(API + "registered-models/alias?name=m&alias=latest", 200)
                        .path("model_version")
                        .path("version")
                        .asText())
                .isEqualTo("2");
        get(API + "registered-models/alias?name=m&alias=other", 400);
        get(API + "registered-models/alias?name=none&alias=champion", 404);
        post(API + "registered-models/alias", "{'name':'m','alias':'v7','version':'1'}", 400);
        post(API + "registered-models/alias", "{'name':'m','alias':'latest','version':'1'}", 400);
        post(API + "registered-models/alias", "{'name':'m','alias':'champion','version':'9'}", 404);
        post(API + "model-versions/set-tag", "{'name':'m','version':'2','key':'k','value':'v'}", 200);
        JsonNode found = get(API + "model-versions/search?filter=name%3D'm' and tags.k%3D'v'&max_results=10", 200);
        assertThat(found.path("model_versions")).hasSize(1);
        assertThat(found.path("model_versions").path(0).has("aliases")).isFalse();
        assertThat(get(API + "model-versions/get-download-uri?name=m&version=2", 200)
                        .path("artifact_uri")
                        .asText())
                .isEqualTo("memory://artifacts/w/default/models/m/E2/bundle");
        assertThat(get(
                                API + "registered-models/search?filter=name ILIKE 'M%25' AND"
                                        + " tag.`mlflow.prompt.is_prompt` != 'true'",
                                200)
                        .path("registered_models"))
                .hasSize(1);
        assertThat(get(API + "registered-models/get-latest-versions?name=m&stages=None", 200)
                        .path("model_versions")
                        .path(0)
                        .path("version")
                        .asText())
                .isEqualTo("2");
        send("DELETE", API + "registered-models/alias", "{\"name\":\"m\",\"alias\":\"champion\"}");
        get(API + "registered-models/alias?name=m&alias=champion", 400);
        get(API + "model-versions/get?name=m&version=3", 404);
        get(API + "model-versions/get?name=m&version=abc", 400);
    }

    private void register(String model, String execution) {
        registry.createVersion(
                new ModelVersion(
                        Workspace.DEFAULT,
                        model,
                        0,
                        execution,
                        "run-" + execution,
                        "w/default/models/" + model + "/" + execution + "/bundle",
                        "{}",
                        "# Card",
                        "Candidate",
                        Map.of(),
                        NOW,
                        NOW,
                        "me"),
                new Change("me", "", "corr", NOW));
    }

    private JsonNode post(String path, String body, int status) {
        return client.json("POST", path, body, status);
    }

    private JsonNode get(String path, int status) {
        return client.json("GET", path, "", status);
    }

    private HttpResponse send(String method, String address, String body) {
        return client.send(method, address, body);
    }

    private static List<String> names(JsonNode answer) {
        List<String> names = new ArrayList<>();
        answer.path("experiments").forEach(e -> names.add(e.path("name").asText()));
        return names;
    }

    private static List<String> runNames(JsonNode answer) {
        List<String> names = new ArrayList<>();
        answer.path("runs")
                .forEach(r -> names.add(r.path("info").path("run_name").asText()));
        return names;
    }
}
