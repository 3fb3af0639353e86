package dev.tidemill.trackingapi;

import static dev.tidemill.trackingapi.TrackingWorld.API;
import static dev.tidemill.trackingapi.TrackingWorld.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Registry.Change;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelsTest {
    private final TrackingWorld world = new TrackingWorld();

    @Test
    void models_life() {
        world.post(API + "registered-models/create", "{'name':'m','description':'d'}", 200);
        assertThat(world.post(API + "registered-models/create", "{'name':'m'}", 400)
                        .path("error_code")
                        .asText())
                .isEqualTo("RESOURCE_ALREADY_EXISTS");
        register("m", "E1");
        register("m", "E2");
        world.post(API + "registered-models/alias", "{'name':'m','alias':'champion','version':'1'}", 200);
        JsonNode version = world.get(API + "registered-models/alias?name=m&alias=champion", 200)
                .path("model_version");
        assertThat(version.toString())
                .isEqualTo(("{'name':'m','version':'1','creation_timestamp':1772359200000,"
                                + "'last_updated_timestamp':1772359200000,'current_stage':'None','user_id':'me',"
                                + "'description':'# Card','source':'memory://artifacts/w/default/models/m/E1/bundle',"
                                + "'run_id':'run-E1','status':'READY','aliases':['champion']}")
                        .replace('\'', '"'));
        assertThat(world.get(API + "registered-models/alias?name=m&alias=latest", 200)
                        .path("model_version")
                        .path("version")
                        .asText())
                .isEqualTo("2");
        world.get(API + "registered-models/alias?name=m&alias=other", 400);
        world.get(API + "registered-models/alias?name=none&alias=champion", 404);
        world.post(API + "registered-models/alias", "{'name':'m','alias':'v7','version':'1'}", 400);
        world.post(API + "registered-models/alias", "{'name':'m','alias':'latest','version':'1'}", 400);
        world.post(API + "registered-models/alias", "{'name':'m','alias':'champion','version':'9'}", 404);
        world.post(API + "model-versions/set-tag", "{'name':'m','version':'2','key':'k','value':'v'}", 200);
        JsonNode found =
                world.get(API + "model-versions/search?filter=name%3D'm' and tags.k%3D'v'&max_results=10", 200);
        assertThat(found.path("model_versions")).hasSize(1);
        assertThat(found.path("model_versions").path(0).has("aliases")).isFalse();
        assertThat(world.get(API + "model-versions/get-download-uri?name=m&version=2", 200)
                        .path("artifact_uri")
                        .asText())
                .isEqualTo("memory://artifacts/w/default/models/m/E2/bundle");
        assertThat(world.get(
                                API + "registered-models/search?filter=name ILIKE 'M%25' AND"
                                        + " tag.`mlflow.prompt.is_prompt` != 'true'",
                                200)
                        .path("registered_models"))
                .hasSize(1);
        assertThat(world.get(API + "registered-models/get-latest-versions?name=m&stages=None", 200)
                        .path("model_versions")
                        .path(0)
                        .path("version")
                        .asText())
                .isEqualTo("2");
        world.send("DELETE", API + "registered-models/alias", "{\"name\":\"m\",\"alias\":\"champion\"}");
        world.get(API + "registered-models/alias?name=m&alias=champion", 400);
        world.get(API + "model-versions/get?name=m&version=3", 404);
        world.get(API + "model-versions/get?name=m&version=abc", 400);
    }

    private void register(String model, String execution) {
        world.registry.createVersion(
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
}
