package dev.tidemill.trackingapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Errors of values within lists name the place, in MLflow's words. */
class ParameterPlacesTest {
    private final TrackingWorld world = new TrackingWorld();

    private String refusal(String path, String body) {
        return world.post(TrackingWorld.API + path, body, 400).path("message").asText();
    }

    @Test
    void logBatch_pointWithoutTime_namesItsPlace() {
        assertThat(refusal(
                        "runs/log-batch",
                        "{'run_id':'r','metrics':[{'key':'a','value':1,'timestamp':1},{'key':'b','value':2}]}"))
                .startsWith("Missing value for required parameter 'metrics[1].timestamp'.");
    }

    @Test
    void logBatch_keysThatAreNoNames_areShownWithTheirPlace() {
        assertThat(refusal(
                        "runs/log-batch", "{'run_id':'r','metrics':[{'key':'../bad/name','value':1,'timestamp':1}]}"))
                .isEqualTo(
                        "Invalid value \"../bad/name\" for parameter 'metrics[0].name' supplied: Names may be treated"
                                + " as files in certain cases, and must not resolve to other names when treated as such. This"
                                + " name would resolve to '../bad/name'");
        assertThat(refusal("runs/log-batch", "{'run_id':'r','params':[{'key':'a//b','value':'1'}]}"))
                .contains("for parameter 'params[0].key' supplied", "would resolve to 'a/b'");
        assertThat(refusal("runs/log-batch", "{'run_id':'r','tags':[{'key':'" + "k".repeat(251) + "','value':'1'}]}"))
                .isEqualTo("'tags[0].key' exceeds the maximum length of 250 characters");
    }

    @Test
    void createExperiment_tagsThatAreNoList_areToldBeforeTheLocation() {
        assertThat(refusal("experiments/create", "{'name':'e','artifact_location':'here','tags':'5'}"))
                .startsWith("Invalid value \"5\" for parameter 'tags' supplied");
    }

    @Test
    void createVersion_ofLoggedModel_isListedInItsTag() {
        String model = world.post(TrackingWorld.API + "logged-models", "{'experiment_id':'0','name':'m'}", 200)
                .at("/model/info/model_id")
                .asText();
        world.post(TrackingWorld.API + "registered-models/create", "{'name':'r'}", 200);
        String version = "{'name':'r','source':'models:/" + model + "','model_id':'" + model + "'}";
        world.post(TrackingWorld.API + "model-versions/create", version, 200);
        world.post(TrackingWorld.API + "model-versions/create", version, 200);
        assertThat(world.get(TrackingWorld.API + "logged-models/" + model, 200).at("/model/info/tags"))
                .anySatisfy(tag -> {
                    assertThat(tag.path("key").asText()).isEqualTo("mlflow.modelVersions");
                    assertThat(tag.path("value").asText())
                            .isEqualTo("[{\"name\": \"r\", \"version\": 1}, {\"name\": \"r\", \"version\": 2}]");
                });
    }
}
