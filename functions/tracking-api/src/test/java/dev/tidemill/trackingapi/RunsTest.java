package dev.tidemill.trackingapi;

import static dev.tidemill.trackingapi.TrackingWorld.API;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunsTest {
    private final TrackingWorld world = new TrackingWorld();

    @Test
    void run_life() {
        JsonNode run = world.post(
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
        world.post(API + "runs/log-metric", "{'run_id':'" + id + "','key':'m','value':'NaN','timestamp':1}", 200);
        world.post(
                API + "runs/log-metric",
                "{'run_uuid':'" + id + "','key':'m','value':2,'timestamp':'2','step':'3'}",
                200);
        world.post(API + "runs/log-parameter", "{'run_id':'" + id + "','key':'p','value':'1'}", 200);
        assertThat(world.post(API + "runs/log-parameter", "{'run_id':'" + id + "','key':'p','value':'2'}", 400)
                        .path("message")
                        .asText())
                .startsWith("Changing param values is not allowed");
        world.post(API + "runs/set-tag", "{'run_id':'" + id + "','key':'t','value':'1'}", 200);
        world.post(API + "runs/delete-tag", "{'run_id':'" + id + "','key':'t'}", 200);
        assertThat(world.post(API + "runs/update", "{'run_id':'" + id + "','status':'FINISHED','end_time':9}", 200)
                        .path("run_info")
                        .path("end_time")
                        .asLong())
                .isEqualTo(9);
        JsonNode data =
                world.get(API + "runs/get?run_id=" + id, 200).path("run").path("data");
        assertThat(data.path("metrics").toString())
                .isEqualTo("[{\"key\":\"m\",\"value\":2.0,\"timestamp\":2,\"step\":3}]");
        JsonNode first = world.get(API + "metrics/get-history?run_id=" + id + "&metric_key=m&max_results=1", 200);
        assertThat(first.path("metrics").path(0).path("value").asText()).isEqualTo("NaN");
        JsonNode second = world.get(
                API + "metrics/get-history?run_id=" + id + "&metric_key=m&max_results=1&page_token="
                        + first.path("next_page_token").asText(),
                200);
        assertThat(second.path("metrics").path(0).path("value").asDouble()).isEqualTo(2);
        assertThat(second.has("next_page_token")).isFalse();
        world.post(API + "runs/delete", "{'run_id':'" + id + "'}", 200);
        assertThat(world.post(API + "runs/search", "{'experiment_ids':['0']}", 200)
                        .path("runs"))
                .isEmpty();
        world.post(API + "runs/restore", "{'run_id':'" + id + "'}", 200);
        assertThat(world.post(API + "runs/search", "{'experiment_ids':['0']}", 200)
                        .path("runs"))
                .hasSize(1);
    }

    @Test
    void createRun_sameRequest_isTheSameRun() {
        String body = "{'tags':[{'key':'tidemill.requestId','value':'E1'}],'run_name':'a'}";
        JsonNode first = world.post(API + "runs/create", body, 200);
        assertThat(world.post(API + "runs/create", body, 200)).isEqualTo(first);
        assertThat(world.post(API + "runs/create", "{}", 200)).isNotEqualTo(world.post(API + "runs/create", "{}", 200));
        world.post(API + "runs/create", "{'run_name':'a','tags':[{'key':'mlflow.runName','value':'b'}]}", 400);
    }

    @Test
    void search_pagesExactly() {
        for (int i = 0; i < 4; i++) {
            world.post(API + "runs/create", "{'start_time':" + i + ",'run_name':'r" + i + "'}", 200);
        }
        JsonNode first = world.post(API + "runs/search", "{'experiment_ids':['0'],'max_results':2}", 200);
        assertThat(runNames(first)).containsExactly("r3", "r2");
        JsonNode second = world.post(
                API + "runs/search",
                "{'experiment_ids':['0'],'max_results':2,'page_token':'"
                        + first.path("next_page_token").asText() + "'}",
                200);
        assertThat(runNames(second)).containsExactly("r1", "r0");
        assertThat(second.has("next_page_token")).isFalse();
        assertThat(runNames(world.post(
                        API + "runs/search",
                        "{'experiment_ids':['0'],'order_by':['attributes.start_time ASC'],"
                                + "'filter':'attributes.start_time > 1'}",
                        200)))
                .containsExactly("r2", "r3");
        world.post(API + "runs/search", "{'experiment_ids':['0'],'page_token':'?'}", 400);
        world.post(API + "runs/search", "{'experiment_ids':['0'],'max_results':50001}", 400);
    }

    @Test
    void logBatch_limits() {
        String id = world.post(API + "runs/create", "{}", 200)
                .path("run")
                .path("info")
                .path("run_id")
                .asText();
        List<String> metrics = new ArrayList<>();
        for (int i = 0; i < 1001; i++) {
            metrics.add("{'key':'m" + i + "','value':1,'timestamp':1}");
        }
        assertThat(world.post(
                                API + "runs/log-batch",
                                "{'run_id':'" + id + "','metrics':[" + String.join(",", metrics) + "]}",
                                400)
                        .path("message")
                        .asText())
                .contains("1000 metrics");
        world.post(
                API + "runs/log-batch",
                "{'run_id':'" + id + "','params':[{'key':'a','value':'1'},{'key':'a','value':'1'}]}",
                400);
        world.post(
                API + "runs/log-batch",
                "{'run_id':'" + id + "','params':[{'key':'a','value':'" + "x".repeat(7000) + "'}]," + "'metrics':["
                        + String.join(",", metrics.subList(0, 900)) + "]}",
                200);
        JsonNode data =
                world.get(API + "runs/get?run_id=" + id, 200).path("run").path("data");
        assertThat(data.path("metrics")).hasSize(900);
        assertThat(data.path("params").path(0).path("value").asText()).hasSize(6000);
    }

    @Test
    void artifacts_areListedFolderByFolder() {
        JsonNode info = world.post(API + "runs/create", "{}", 200).path("run").path("info");
        String id = info.path("run_id").asText();
        String root = "w/default/mlflow/0/" + id + "/artifacts/";
        world.artifacts.write(root + "a.txt", new byte[3], "text/plain");
        world.artifacts.write(root + "model/b.bin", new byte[5], "text/plain");
        world.artifacts.write(root + "model/deep/c.bin", new byte[5], "text/plain");
        JsonNode top = world.get(API + "artifacts/list?run_id=" + id, 200);
        assertThat(top.path("root_uri").asText())
                .isEqualTo(info.path("artifact_uri").asText());
        assertThat(top.path("files").toString())
                .isEqualTo("[{\"path\":\"a.txt\",\"is_dir\":false,\"file_size\":3},"
                        + "{\"path\":\"model\",\"is_dir\":true}]");
        assertThat(world.get(API + "artifacts/list?run_id=" + id + "&path=model", 200)
                        .path("files")
                        .toString())
                .isEqualTo("[{\"path\":\"model/b.bin\",\"is_dir\":false,\"file_size\":5},"
                        + "{\"path\":\"model/deep\",\"is_dir\":true}]");
        world.get(API + "artifacts/list?run_id=" + id + "&path=../x", 400);
    }

    private static List<String> runNames(JsonNode answer) {
        List<String> names = new ArrayList<>();
        answer.path("runs")
                .forEach(r -> names.add(r.path("info").path("run_name").asText()));
        return names;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "runs/update|'run_name':'b'",
                "runs/log-metric|'key':'m','value':1,'timestamp':1",
                "runs/log-parameter|'key':'p','value':'1'",
                "runs/set-tag|'key':'t','value':'1'",
                "runs/log-batch|'tags':[{'key':'u','value':'1'}]",
                "runs/log-inputs|'datasets':[]",
                "runs/outputs|'models':[{'model_id':'m-1'}]",
                "runs/delete|'run_id':''",
                "runs/restore|'run_id':''"
            })
    void runUuid_isTakenForRunId(String call) {
        JsonNode info =
                world.post(API + "runs/create", "{'experiment_id':'0'}", 200).at("/run/info");
        String id = info.path("run_uuid").asText();
        assertThat(info.path("run_id").asText()).isEqualTo(id);
        String[] parts = call.split("\\|");

        world.post(API + parts[0], "{'run_uuid':'" + id + "'," + parts[1] + "}", 200);
        world.get(API + "runs/get?run_uuid=" + id, 200);
        world.get(API + "metrics/get-history?metric_key=m&run_uuid=" + id, 200);
        world.get(API + "artifacts/list?run_uuid=" + id, 200);
    }

    @Test
    void run_absent_isToldInTheWordsOfBothStores() {
        assertThat(world.get(API + "runs/get?run_id=none", 404).path("message").asText())
                .contains("Run 'none' not found")
                .contains("Run with id=none not found");
    }
}
