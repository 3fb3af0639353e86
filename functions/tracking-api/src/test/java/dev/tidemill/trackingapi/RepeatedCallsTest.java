package dev.tidemill.trackingapi;

import static dev.tidemill.trackingapi.TrackingWorld.API;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Every writing call sent twice in a row, as by a client that lost the first answer: nothing is there twice. */
class RepeatedCallsTest {
    private static final String OK = "";
    private static final String EXISTS = "RESOURCE_ALREADY_EXISTS";
    private static final String ABSENT = "RESOURCE_DOES_NOT_EXIST";

    private final TrackingWorld world = new TrackingWorld();

    @Test
    void experiments_repeated() {
        twice("POST", "experiments/create", "{'name':'e'}", EXISTS);
        twice("POST", "experiments/update", "{'experiment_id':'1','new_name':'f'}", OK);
        twice("POST", "experiments/set-experiment-tag", "{'experiment_id':'1','key':'a','value':'b'}", OK);
        twice("POST", "experiments/delete-experiment-tag", "{'experiment_id':'1','key':'a'}", ABSENT);
        twice("POST", "experiments/delete", "{'experiment_id':'1'}", ABSENT);
        twice("POST", "experiments/restore", "{'experiment_id':'1'}", ABSENT);
        JsonNode found = world.post(API + "experiments/search", "{'max_results':10}", 200);
        assertThat(found.path("experiments")).hasSize(2);
    }

    @Test
    void runs_repeated() {
        String create = "{'experiment_id':'0','tags':[{'key':'tidemill.requestId','value':'one'}]}";
        String run = world.post(API + "runs/create", create, 200)
                .at("/run/info/run_id")
                .asText();
        assertThat(world.post(API + "runs/create", create, 200)
                        .at("/run/info/run_id")
                        .asText())
                .isEqualTo(run);
        twiceOn(run, "runs/update", ",'status':'FINISHED','end_time':5", OK);
        twiceOn(run, "runs/log-metric", ",'key':'m','value':1,'timestamp':1,'step':1", OK);
        twiceOn(run, "runs/log-parameter", ",'key':'p','value':'1'", OK);
        twiceOn(run, "runs/set-tag", ",'key':'t','value':'1'", OK);
        twiceOn(run, "runs/delete-tag", ",'key':'t'", ABSENT);
        twiceOn(
                run,
                "runs/log-batch",
                ",'metrics':[{'key':'m','value':2,'timestamp':2,'step':2},{'key':'m','value':'NaN','timestamp':3}],"
                        + "'params':[{'key':'q','value':'2'}],'tags':[{'key':'u','value':'2'}]",
                OK);
        twiceOn(
                run,
                "runs/log-inputs",
                ",'datasets':[{'dataset':{'name':'d','digest':'1','source_type':'s','source':'x'},"
                        + "'tags':[{'key':'mlflow.data.context','value':'train'}]}]",
                OK);
        twiceOn(run, "runs/outputs", ",'models':[{'model_id':'m-" + "0".repeat(32) + "','step':1}]", OK);
        twiceOn(run, "runs/delete", "", OK);
        twiceOn(run, "runs/restore", "", OK);

        JsonNode stored = world.get(API + "runs/get?run_id=" + run, 200).path("run");
        assertThat(world.get(API + "metrics/get-history?run_id=" + run + "&metric_key=m", 200)
                        .path("metrics"))
                .hasSize(3);
        assertThat(stored.at("/data/params")).hasSize(2);
        assertThat(stored.at("/inputs/dataset_inputs")).hasSize(1);
        assertThat(stored.at("/outputs/model_outputs")).hasSize(1);
        assertThat(world.post(API + "runs/search", "{'experiment_ids':['0']}", 200)
                        .path("runs"))
                .hasSize(1);
    }

    @Test
    void loggedModels_repeated() {
        String id = world.post(
                        API + "logged-models",
                        "{'experiment_id':'0','name':'m','params':[{'key':'a','value':'1'}]}",
                        200)
                .at("/model/info/model_id")
                .asText();
        String one = "logged-models/" + id;
        twice("PATCH", one, "{'model_id':'" + id + "','status':'LOGGED_MODEL_READY'}", OK);
        twice("PATCH", one + "/tags", "{'tags':[{'key':'k','value':'v'}]}", OK);
        twice("POST", one + "/params", "{'params':[{'key':'b','value':'2'}]}", OK);
        JsonNode stored = world.get(API + one, 200).path("model");
        assertThat(stored.at("/info/tags")).hasSize(1);
        assertThat(stored.at("/data/params")).hasSize(2);
        twice("DELETE", one + "/tags/k", "", ABSENT);
        twice("DELETE", one, "", OK);
    }

    @Test
    void registry_repeated() {
        twice("POST", "registered-models/create", "{'name':'r'}", EXISTS);
        world.post(API + "model-versions/create", "{'name':'r','source':'s3://b/m'}", 200);
        twice("PATCH", "registered-models/update", "{'name':'r','description':'d'}", OK);
        twice("POST", "registered-models/set-tag", "{'name':'r','key':'k','value':'v'}", OK);
        twice("DELETE", "registered-models/delete-tag", "{'name':'r','key':'k'}", OK);
        twice("POST", "registered-models/alias", "{'name':'r','alias':'a','version':'1'}", OK);
        twice("DELETE", "registered-models/alias", "{'name':'r','alias':'a'}", OK);
        twice("PATCH", "model-versions/update", "{'name':'r','version':'1','description':'d'}", OK);
        twice("POST", "model-versions/set-tag", "{'name':'r','version':'1','key':'k','value':'v'}", OK);
        twice("DELETE", "model-versions/delete-tag", "{'name':'r','version':'1','key':'k'}", OK);
        twice(
                "POST",
                "model-versions/transition-stage",
                "{'name':'r','version':'1','stage':'Staging','archive_existing_versions':true}",
                OK);
        twice("DELETE", "model-versions/delete", "{'name':'r','version':'1'}", ABSENT);
        twice("POST", "registered-models/rename", "{'name':'r','new_name':'n'}", ABSENT);
        twice("DELETE", "registered-models/delete", "{'name':'n'}", ABSENT);
    }

    private void twiceOn(String run, String call, String fields, String second) {
        twice("POST", call, "{'run_id':'" + run + "'" + fields + "}", second);
    }

    /** Sends it twice; the second time it is answered as the first, or refused with an error code. */
    private void twice(String method, String call, String body, String second) {
        HttpResponse first = world.send(method, API + call, body);
        assertThat(first.status()).as("%s -> %s", call, text(first)).isEqualTo(200);
        HttpResponse again = world.send(method, API + call, body);
        JsonNode answer = Json.parse(text(again));
        assertThat(answer.path("error_code").asText())
                .as("%s -> %s", call, answer)
                .isEqualTo(second);
        if (second.isEmpty()) {
            assertThat(text(again)).isEqualTo(text(first));
        }
    }

    private static String text(HttpResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
