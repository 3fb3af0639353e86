package dev.tidemill.trackingapi;

import static dev.tidemill.trackingapi.TrackingWorld.API;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a search of runs, and what its filter says of datasets and of what is not there. */
class RunPagesTest {
    private final TrackingWorld world = new TrackingWorld();
    private final Random random = new Random(5);

    @ParameterizedTest
    @ValueSource(strings = {"[]", "['metrics.m DESC']", "['params.p', 'metrics.m']", "['attributes.start_time']"})
    void search_whileRunsAreAdded_missesAndRepeatsNoRunThatWasThere(String order) {
        List<String> before = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            before.add(addRun());
        }
        List<String> found = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = world.post(
                    API + "runs/search",
                    "{'experiment_ids':['0'],'max_results':7,'order_by':" + order + ",'page_token':'" + token + "'}",
                    200);
            page.path("runs")
                    .forEach(run -> found.add(run.path("info").path("run_id").asText()));
            token = page.path("next_page_token").asText();
            addRun();
            addRun();
        } while (!token.isEmpty() && found.size() < 1000);
        assertThat(found).doesNotHaveDuplicates().containsAll(before);
    }

    @Test
    void search_byDatasets() {
        String train = addRun();
        String both = addRun();
        addRun();
        addDataset(train, "flights", "d1", "training");
        addDataset(both, "flights", "d2", "training");
        addDataset(both, "weather", "d3", "test");
        assertThat(search("datasets.name = 'flights'")).containsExactlyInAnyOrder(train, both);
        assertThat(search("dataset.digest = 'd1'")).containsExactly(train);
        assertThat(search("datasets.name LIKE 'wea%' AND datasets.context = 'test'"))
                .containsExactly(both);
        assertThat(search("datasets.name IN ('weather', 'nothing')")).containsExactly(both);
        assertThat(search("datasets.name = 'none'")).isEmpty();
    }

    @Test
    void search_byAbsence() {
        String tagged = addRun();
        String bare = addRun();
        world.post(API + "runs/set-tag", "{'run_id':'" + tagged + "','key':'t','value':'1'}", 200);
        assertThat(search("tags.t IS NULL")).containsExactly(bare);
        assertThat(search("tags.t IS NOT NULL")).containsExactly(tagged);
        assertThat(search("params.q IS NULL")).containsExactlyInAnyOrder(tagged, bare);
        assertThat(search("tags.t != '2'")).containsExactly(tagged);
        assertThat(world.post(API + "runs/search", "{\"experiment_ids\":[\"0\"],\"filter\":\"metrics.m IS NULL\"}", 400)
                        .path("error_code")
                        .asText())
                .isEqualTo("INVALID_PARAMETER_VALUE");
    }

    private List<String> search(String filter) {
        List<String> ids = new ArrayList<>();
        world.post(API + "runs/search", "{\"experiment_ids\":[\"0\"],\"filter\":\"" + filter + "\"}", 200)
                .path("runs")
                .forEach(run -> ids.add(run.path("info").path("run_id").asText()));
        return ids;
    }

    private void addDataset(String run, String name, String digest, String context) {
        world.post(
                API + "runs/log-inputs",
                "{'run_id':'" + run + "','datasets':[{'tags':[{'key':'mlflow.data.context','value':'" + context
                        + "'}],'dataset':{'name':'" + name + "','digest':'" + digest
                        + "','source_type':'local','source':'x'}}]}",
                200);
    }

    private String addRun() {
        String id = world.post(
                        API + "runs/create",
                        "{'experiment_id':'0','start_time':" + (1000 + random.nextInt(30)) + "}",
                        200)
                .path("run")
                .path("info")
                .path("run_id")
                .asText();
        if (random.nextInt(4) > 0) {
            world.post(
                    API + "runs/log-batch",
                    "{'run_id':'" + id + "','metrics':[{'key':'m','value':" + random.nextInt(5)
                            + ",'timestamp':1}],'params':[{'key':'p','value':'" + random.nextInt(3) + "'}]}",
                    200);
        }
        return id;
    }
}
