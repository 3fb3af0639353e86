package dev.tidemill.trackingapi;

import static dev.tidemill.trackingapi.TrackingWorld.API;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggedModelsTest {
    private static final String MODELS = API + "logged-models";

    private final TrackingWorld world = new TrackingWorld();

    @Test
    void create_isPending_andReadBack() {
        JsonNode model = create("{'experiment_id':'0','name':'net','model_type':'agent','source_run_id':'r1',"
                + "'params':[{'key':'depth','value':'6'}],'tags':[{'key':'a b','value':'c'}]}");
        JsonNode info = model.path("info");
        String id = info.path("model_id").asText();
        assertThat(id).matches("m-[0-9a-f]{32}");
        assertThat(info.path("artifact_uri").asText())
                .isEqualTo("memory://artifacts/w/default/mlflow/0/models/" + id + "/artifacts");
        assertThat(info.path("status").asText()).isEqualTo("LOGGED_MODEL_PENDING");
        assertThat(info.path("model_type").asText()).isEqualTo("agent");
        assertThat(info.path("source_run_id").asText()).isEqualTo("r1");
        assertThat(info.path("creation_timestamp_ms").asLong()).isEqualTo(TrackingWorld.NOW.toEpochMilli());
        assertThat(info.path("tags").toString()).isEqualTo("[{\"key\":\"a b\",\"value\":\"c\"}]");
        assertThat(model.path("data").path("params").toString()).isEqualTo("[{\"key\":\"depth\",\"value\":\"6\"}]");
        assertThat(world.get(MODELS + "/" + id, 200).path("model")).isEqualTo(model);
        assertThat(create("{'experiment_id':'0'}").path("info").path("name").asText())
                .matches("[a-z]+-[a-z]+-\\d+");
    }

    @Test
    void create_underDeletedExperiment_isRefused() {
        String experiment = world.post(API + "experiments/create", "{'name':'x'}", 200)
                .path("experiment_id")
                .asText();
        String id = id(create("{'experiment_id':'" + experiment + "'}"));
        world.post(API + "experiments/delete", "{'experiment_id':'" + experiment + "'}", 200);
        assertThat(world.post(MODELS, "{'experiment_id':'" + experiment + "'}", 400)
                        .path("message")
                        .asText())
                .contains("must be in the 'active' state");
        world.get(MODELS + "/" + id, 200);
        world.post(MODELS, "{'experiment_id':'77'}", 404);
    }

    @Test
    void create_sameKey_isTheSameModel() {
        assertThat(keyed("K1")).isEqualTo(keyed("K1"));
        assertThat(keyed("K1")).isNotEqualTo(keyed("K2"));
    }

    private JsonNode keyed(String key) {
        HttpResponse response = world.api.answer(new HttpRequest(
                "POST",
                MODELS,
                Map.of(),
                Map.of("content-type", "application/json", "idempotency-key", key),
                "{\"experiment_id\":\"0\"}".getBytes(StandardCharsets.UTF_8),
                "req",
                "me"));
        return Json.parse(new String(response.body(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {} | Missing value for required parameter 'experiment_id'
            {'experiment_id':0} | Invalid value 0 for parameter 'experiment_id'
            {'experiment_id':'0','name':'a/b'} | Invalid model name ('a/b')
            {'experiment_id':'0','name':'a.b'} | Invalid model name
            {'experiment_id':'0','name':5} | for parameter 'name'
            {'experiment_id':'0','tags':[{'value':'x'}]} | Missing value for required parameter 'tags[0].key'
            {'experiment_id':'0','tags':[7]} | for parameter 'tags'
            {'experiment_id':'0','params':[{'key':'a','value':5}]} | for parameter 'params[0].value'
            """)
    void create_badInput_isInvalid(String body, String message) {
        assertThat(world.post(MODELS, body, 400).path("message").asText()).contains(message);
    }

    @Test
    void setStatus_byNameOrNumber() {
        String id = id(create("{'experiment_id':'0'}"));
        assertThat(patch(id, "{'status':'LOGGED_MODEL_READY'}", 200)
                        .path("model")
                        .path("info")
                        .path("status")
                        .asText())
                .isEqualTo("LOGGED_MODEL_READY");
        assertThat(patch(id, "{'model_id':'other','status':3}", 200)
                        .path("model")
                        .path("info")
                        .path("status")
                        .asText())
                .isEqualTo("LOGGED_MODEL_UPLOAD_FAILED");
        assertThat(patch(id, "{'status':0}", 400).path("message").asText()).contains("Invalid model status");
        patch(id, "{'status':4}", 400);
        patch(id, "{'status':'READY'}", 400);
        patch(id, "{}", 400);
        assertThat(patch("m-none", "{'status':2}", 404).path("message").asText())
                .isEqualTo("Logged model with ID 'm-none' not found.");
    }

    @Test
    void tagsAndParams_change() {
        String id = id(create("{'experiment_id':'0'}"));
        patch(id + "/tags", "{'tags':[{'key':'x/y','value':'1'},{'key':'b','value':'2'}]}", 200);
        world.client.json("DELETE", MODELS + "/" + id + "/tags/x/y", "", 200);
        assertThat(world.client
                        .json("DELETE", MODELS + "/" + id + "/tags/x/y", "", 404)
                        .path("message")
                        .asText())
                .contains("No tag with key 'x/y'");
        world.post(MODELS + "/" + id + "/params", "{'params':[{'key':'p','value':'1'}]}", 200);
        world.post(MODELS + "/" + id + "/params", "{'params':[{'key':'p','value':'1'}]}", 200);
        world.post(MODELS + "/" + id + "/params", "{'params':[{'key':'p','value':'2'}]}", 400);
        JsonNode model = world.get(MODELS + "/" + id, 200).path("model");
        assertThat(model.path("info").path("tags").toString()).isEqualTo("[{\"key\":\"b\",\"value\":\"2\"}]");
        assertThat(model.path("data").path("params").toString()).isEqualTo("[{\"key\":\"p\",\"value\":\"1\"}]");
    }

    @Test
    void delete_hidesTheModel() {
        String id = id(create("{'experiment_id':'0'}"));
        world.client.json("DELETE", MODELS + "/" + id, "{'model_id':'" + id + "'}", 200);
        world.client.json("DELETE", MODELS + "/" + id, "", 200);
        world.get(MODELS + "/" + id, 404);
        world.get(MODELS + "/" + id + "?allow_deleted=true", 200);
        assertThat(search("", "")).isEmpty();
        String other = id(create("{'experiment_id':'0'}"));
        assertThat(world.get(
                                API + "logged-models:batchGet?model_ids=" + id + "&model_ids=" + other
                                        + "&model_ids=m-none",
                                200)
                        .path("models"))
                .extracting(LoggedModelsTest::id)
                .containsExactly(other);
        world.client.json("DELETE", MODELS + "/m-none", "", 404);
    }

    @Test
    void search_filtersAndOrders() {
        create("{'experiment_id':'0','name':'a','params':[{'key':'lr','value':'0.01'}],'model_type':'t'}");
        create("{'experiment_id':'0','name':'b','params':[{'key':'lr','value':'0.1'}]}");
        create("{'experiment_id':'0','name':'c'}");
        assertThat(search("name = 'a'", "")).containsExactly("a");
        assertThat(search("attributes.name IN ('a', 'c',) AND name NOT IN ('c')", ""))
                .containsExactly("a");
        assertThat(search("params.lr = 0.01", "")).containsExactly("a");
        assertThat(search("params.`lr` != '0.01'", "")).containsExactly("b");
        assertThat(search("model_type ilike 'T%' and status = 'PENDING'", "")).containsExactly("a");
        assertThat(search("name LIKE 'A'", "")).isEmpty();
        assertThat(search("params.lr LIKE '_.%1' AND params.lr LIKE '%0%'", "")).containsExactlyInAnyOrder("a", "b");
        assertThat(search("params.lr LIKE '%2%'", "")).isEmpty();
        assertThat(search("creation_timestamp > 1 AND last_updated_timestamp >= 1e3", ""))
                .hasSize(3);
        assertThat(search("", "{'field_name':'name','ascending':false}")).containsExactly("c", "b", "a");
        assertThat(search("", "{'field_name':'model_type','ascending':false},{'field_name':'name'}"))
                .containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Foo | Invalid filter string
            name = 'foo' OR name = 'bar' | Invalid filter string
            foo.bar = 'a' | Invalid entity type
            tag.a = 'a' | Invalid entity type
            name > 'foo' | Invalid comparison operator
            metrics.foo LIKE 0 | Invalid comparison operator
            metrics.foo = 'x' | Invalid filter string
            artifact_location = 'x' | Invalid attribute key 'artifact_location'
            (name = 'x') | Invalid filter string
            name = 'x | Invalid filter string
            name IN () | Invalid filter string
            name = 'x' AND | Invalid filter string
            """)
    void search_badFilter_isInvalid(String filter, String message) {
        String body = Json.object()
                .put("filter", filter)
                .set("experiment_ids", Json.parse("[\"0\"]"))
                .toString();
        assertThat(world.post(MODELS + "/search", body, 400).path("message").asText())
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {} | experiment_ids
            {'experiment_ids':['0'],'order_by':[{'field_name':'params.x'}]} | Invalid order by field name
            {'experiment_ids':['0'],'order_by':[{'field_name':'artifact_location'}]} | Invalid order by field name: artifact_location
            {'experiment_ids':['0'],'order_by':[{}]} | field_name
            {'experiment_ids':['0'],'order_by':[{'field_name':'name','ascending':'no'}]} | ascending
            {'experiment_ids':['0'],'datasets':[{'dataset_digest':'d'}]} | dataset_name
            {'experiment_ids':['0'],'max_results':-1} | max_results
            {'experiment_ids':['0'],'page_token':'?'} | Invalid page token
            {'experiment_ids':['0'],'include_metrics':'false'} | include_metrics
            """)
    void search_badInput_isInvalid(String body, String message) {
        assertThat(world.post(MODELS + "/search", body, 400).path("message").asText())
                .contains(message);
    }

    @Test
    void search_pages_belongToTheirSearch() {
        for (String name : List.of("a", "b", "c")) {
            create("{'experiment_id':'0','name':'" + name + "'}");
        }
        String asked = "'experiment_ids':['0'],'order_by':[{'field_name':'name'}]";
        JsonNode first = world.post(MODELS + "/search", "{" + asked + ",'max_results':2}", 200);
        assertThat(names(first)).containsExactly("a", "b");
        String token = "'page_token':'" + first.path("next_page_token").asText() + "'";
        JsonNode second = world.post(MODELS + "/search", "{" + asked + "," + token + "}", 200);
        assertThat(names(second)).containsExactly("c");
        assertThat(second.has("next_page_token")).isFalse();
        assertThat(refused("{'experiment_ids':['1'],'order_by':[{'field_name':'name'}]," + token + "}"))
                .contains("Experiment IDs in the page token do not match");
        assertThat(refused("{'experiment_ids':['0']," + token + "}"))
                .contains("Order by in the page token does not match");
        assertThat(refused("{" + asked + ",'filter':'creation_time > 0'," + token + "}"))
                .contains("Filter string in the page token does not match");
    }

    @Test
    void metrics_ofRuns_reachTheirModels() {
        String a = id(create("{'experiment_id':'0','name':'a'}"));
        String b = id(create("{'experiment_id':'0','name':'b'}"));
        String run = run();
        world.post(
                API + "runs/log-batch",
                "{'run_id':'" + run + "','metrics':[" + point("acc", 0.9, 1, a, "d1", "x") + ","
                        + point("acc", 0.8, 2, a, "d2", "y") + "," + point("acc", 0.7, 3, b, "d1", "x") + ","
                        + point("acc", 0.95, 4, b, "d2", "y") + ",{'key':'own','value':1,'timestamp':1}]}",
                200);
        String single = point("late", 1, 1, a, "d1", "z").replace("{", "{'run_id':'" + run + "',");
        world.post(API + "runs/log-metric", single, 200);
        world.post(API + "runs/log-metric", single, 200);
        JsonNode metrics =
                world.get(MODELS + "/" + a, 200).path("model").path("data").path("metrics");
        assertThat(metrics).hasSize(3);
        assertThat(metrics.path(0).toString())
                .isEqualTo("{\"key\":\"acc\",\"value\":0.9,\"timestamp\":1,\"step\":0,\"dataset_name\":\"d1\","
                        + "\"dataset_digest\":\"x\",\"model_id\":\"" + a + "\",\"run_id\":\"" + run + "\"}");
        assertThat(search("metrics.acc > 0.8", "")).containsExactlyInAnyOrder("a", "b");
        assertThat(search("metrics.late >= 1", "")).containsExactly("a");
        assertThat(search("metrics.own = 1", "")).isEmpty();
        assertThat(search("", "{'field_name':'metrics.acc'}")).containsExactly("a", "b");
        assertThat(search("", "{'field_name':'metrics.acc','dataset_name':'d1'}"))
                .containsExactly("b", "a");
        assertThat(search("", "{'field_name':'metrics.late','ascending':false}"))
                .containsExactly("a", "b");
        assertThat(search("", "{'field_name':'metrics.late'}")).containsExactly("a", "b");
        assertThat(onDatasets("metrics.acc > 0.8", "{'dataset_name':'d1'}")).containsExactly("a");
        assertThat(onDatasets("", "{'dataset_name':'d1','dataset_digest':'z'}")).containsExactly("a");
        assertThat(onDatasets("", "{'dataset_name':'d3'},{'dataset_name':'d2'}"))
                .hasSize(2);
    }

    @Test
    void metrics_ofUnknownModel_areRefusedWhole() {
        String run = run();
        String body = "{'run_id':'" + run + "','metrics':[" + point("acc", 1, 1, "m-none", "d", "x") + "]}";
        assertThat(world.post(API + "runs/log-batch", body, 404).path("message").asText())
                .contains("m-none");
        assertThat(world.get(API + "runs/get?run_id=" + run, 200)
                        .path("run")
                        .path("data")
                        .path("metrics"))
                .isEmpty();
    }

    @Test
    void links_ofRuns_areReadBack() {
        String run = run();
        String model = id(create("{'experiment_id':'0'}"));
        world.post(
                API + "runs/outputs",
                "{'run_id':'" + run + "','models':[{'model_id':'" + model + "','step':'4'}]}",
                200);
        world.post(
                API + "runs/log-inputs",
                "{'run_id':'" + run + "','models':[{'model_id':'m-1'}],'datasets':[{'dataset':{'name':'iris',"
                        + "'digest':'d','source_type':'local','source':'x'},'tags':[{'key':'k','value':'v'}]}]}",
                200);
        JsonNode read = world.get(API + "runs/get?run_id=" + run, 200).path("run");
        assertThat(read.path("outputs").toString())
                .isEqualTo("{\"model_outputs\":[{\"model_id\":\"" + model + "\",\"step\":4}]}");
        assertThat(read.path("inputs").toString())
                .isEqualTo("{\"dataset_inputs\":[{\"tags\":[{\"key\":\"k\",\"value\":\"v\"}],\"dataset\":{\"name\":"
                        + "\"iris\",\"digest\":\"d\",\"source_type\":\"local\",\"source\":\"x\"}}],"
                        + "\"model_inputs\":[{\"model_id\":\"m-1\"}]}");
        world.post(API + "runs/outputs", "{'run_id':'" + run + "'}", 400);
        world.post(API + "runs/outputs", "{'run_id':'none','models':[{'model_id':'m'}]}", 404);
        world.post(API + "runs/log-inputs", "{'run_id':'" + run + "','datasets':[{'dataset':7}]}", 400);
        world.post(API + "runs/log-inputs", "{'run_id':'" + run + "','datasets':[{}]}", 400);
    }

    @Test
    void files_areListedAndRead() {
        String id = id(create("{'experiment_id':'0'}"));
        String root = "w/default/mlflow/0/models/" + id + "/artifacts/";
        world.artifacts.write(root + "MLmodel", new byte[3], "text/plain");
        world.artifacts.write(root + "data/a.bin", new byte[5], "text/plain");
        world.artifacts.write(root + "big.bin", new byte[5 << 20], "text/plain");
        String folders = MODELS + "/" + id + "/artifacts/directories";
        assertThat(world.get(folders, 200).path("files").toString())
                .isEqualTo("[{\"path\":\"MLmodel\",\"is_dir\":false,\"file_size\":3},"
                        + "{\"path\":\"big.bin\",\"is_dir\":false,\"file_size\":5242880},"
                        + "{\"path\":\"data\",\"is_dir\":true}]");
        assertThat(world.get(folders + "?artifact_directory_path=data", 200)
                        .path("files")
                        .toString())
                .isEqualTo("[{\"path\":\"data/a.bin\",\"is_dir\":false,\"file_size\":5}]");
        world.get(folders + "?artifact_directory_path=../x", 400);
        String files = "/ajax-api/2.0/mlflow/logged-models/" + id + "/artifacts/files";
        HttpResponse small = world.send("GET", files + "?artifact_file_path=data/a.bin", "");
        assertThat(small.status()).isEqualTo(200);
        assertThat(small.body()).hasSize(5);
        assertThat(small.headers())
                .containsEntry("content-disposition", "attachment; filename=a.bin")
                .containsEntry("x-content-type-options", "nosniff");
        assertThat(world.send("GET", files + "?artifact_file_path=big.bin", "").status())
                .isEqualTo(307);
        world.get(files + "?artifact_file_path=none", 404);
        world.get(files + "?artifact_file_path=../MLmodel", 400);
        assertThat(world.get(files, 400).path("error_code").asText()).isEqualTo("BAD_REQUEST");
    }

    private String run() {
        return world.post(API + "runs/create", "{'experiment_id':'0'}", 200)
                .path("run")
                .path("info")
                .path("run_id")
                .asText();
    }

    private static String point(String key, double value, long time, String model, String dataset, String digest) {
        return "{'key':'" + key + "','value':" + value + ",'timestamp':" + time + ",'model_id':'" + model
                + "','dataset_name':'" + dataset + "','dataset_digest':'" + digest + "'}";
    }

    private List<String> onDatasets(String filter, String datasets) {
        return names(world.post(
                MODELS + "/search",
                "{'experiment_ids':['0'],'filter':'" + filter + "','datasets':[" + datasets + "]}",
                200));
    }

    @Test
    void search_longFilters_areAnswered() {
        assertThat(search("params.lr LIKE '" + "%a".repeat(2000) + "'", "")).isEmpty();
        assertThat(refused("{'experiment_ids':['0'],'filter':'" + "x".repeat(100_000) + "'}"))
                .contains("Invalid filter string");
        assertThat(refused("{'experiment_ids':['0'],'filter':'" + "`a`".repeat(100_000) + "'}"))
                .contains("Invalid filter string");
    }

    private String refused(String body) {
        return world.post(MODELS + "/search", body, 400).path("message").asText();
    }

    private List<String> search(String filter, String orders) {
        String body = "{\"experiment_ids\":[\"0\",\"9\"],\"filter\":\"" + filter + "\",\"order_by\":["
                + orders.replace('\'', '"') + "]}";
        return names(world.post(MODELS + "/search", body, 200));
    }

    private static List<String> names(JsonNode answer) {
        List<String> names = new ArrayList<>();
        answer.path("models")
                .forEach(model -> names.add(model.path("info").path("name").asText()));
        return names;
    }

    private JsonNode create(String body) {
        return world.post(MODELS, body, 200).path("model");
    }

    private JsonNode patch(String path, String body, int status) {
        return world.client.json("PATCH", MODELS + "/" + path, body, status);
    }

    private static String id(JsonNode model) {
        return model.path("info").path("model_id").asText();
    }
}
