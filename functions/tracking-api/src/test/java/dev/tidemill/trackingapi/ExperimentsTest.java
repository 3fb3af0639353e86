package dev.tidemill.trackingapi;

import static dev.tidemill.trackingapi.TrackingWorld.API;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentsTest {
    private final TrackingWorld world = new TrackingWorld();

    @Test
    void experiment_life() {
        String id = world.post(API + "experiments/create", "{'name':'e','tags':[{'key':'k','value':'v'}]}", 200)
                .path("experiment_id")
                .asText();
        assertThat(world.post(API + "experiments/create", "{'name':'e'}", 400)
                        .path("error_code")
                        .asText())
                .isEqualTo("RESOURCE_ALREADY_EXISTS");
        world.post(API + "experiments/set-experiment-tag", "{'experiment_id':'" + id + "','key':'a','value':'b'}", 200);
        world.post(API + "experiments/update", "{'experiment_id':'" + id + "','new_name':'f'}", 200);
        JsonNode experiment =
                world.get(API + "experiments/get?experiment_id=" + id, 200).path("experiment");
        assertThat(experiment.toString())
                .isEqualTo(("{'experiment_id':'1','name':'f','artifact_location':"
                                + "'memory://artifacts/w/default/mlflow/1','lifecycle_stage':'active',"
                                + "'last_update_time':1772359200000,'creation_time':1772359200000,"
                                + "'tags':[{'key':'a','value':'b'},{'key':'k','value':'v'}]}")
                        .replace('\'', '"'));
        world.post(API + "experiments/delete", "{'experiment_id':'" + id + "'}", 200);
        assertThat(names(world.post(API + "experiments/search", "{'max_results':10}", 200)))
                .containsExactly("Default");
        assertThat(names(world.post(API + "experiments/search", "{'max_results':10,'view_type':'DELETED_ONLY'}", 200)))
                .containsExactly("f");
        world.post(API + "runs/create", "{'experiment_id':'" + id + "'}", 400);
        world.post(API + "experiments/restore", "{'experiment_id':'" + id + "'}", 200);
        assertThat(names(world.post(
                        API + "experiments/search",
                        "{\"max_results\":\"10\",\"filter\":\"name LIKE 'f%' AND tags.k = 'v'\"}",
                        200)))
                .containsExactly("f");
        assertThat(world.post(API + "experiments/search", "{}", 400)
                        .path("message")
                        .asText())
                .contains("max_results");
    }

    private static List<String> names(JsonNode answer) {
        List<String> names = new ArrayList<>();
        answer.path("experiments").forEach(e -> names.add(e.path("name").asText()));
        return names;
    }

    @Test
    void texts_tooLong_areRefused() {
        String tag = "{'experiment_id':'0','key':'k','value':'%s'}";
        world.post(API + "experiments/set-experiment-tag", tag.formatted("v".repeat(20_000)), 200);
        assertThat(message("experiments/set-experiment-tag", tag.formatted("v".repeat(20_001))))
                .isEqualTo("'value' exceeds the maximum length of 20000 characters");
        assertThat(message("experiments/create", "{'name':'" + "n".repeat(501) + "'}"))
                .isEqualTo("'name' exceeds the maximum length of 500 characters");
    }

    @Test
    void search_badLimit_isNamed() {
        assertThat(message("experiments/search", "{'max_results':0}"))
                .isEqualTo("Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer");
        assertThat(message("experiments/search", "{'max_results':50001}"))
                .isEqualTo("Invalid value 50001 for parameter 'max_results' supplied. It must be at most 50000");
    }

    private String message(String call, String body) {
        return world.post(API + call, body, 400).path("message").asText();
    }

    @Test
    void location_relative_isInTheStoreBehindTheApi() {
        String id = world.post(
                        API + "experiments/create", "{'name':'relative','artifact_location':'my_location/a b.c'}", 200)
                .path("experiment_id")
                .asText();
        assertThat(world.get(API + "experiments/get?experiment_id=" + id, 200)
                        .path("experiment")
                        .path("artifact_location")
                        .asText())
                .isEqualTo("mlflow-artifacts:/my_location/a b.c");
        world.post(API + "experiments/create", "{'name':'climbs','artifact_location':'my_location/../x'}", 400);
        world.post(API + "experiments/create", "{'name':'absolute','artifact_location':'/etc'}", 400);
    }
}
