package dev.tidemill.trackingapi;

import static dev.tidemill.trackingapi.TrackingWorld.API;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the UI asks for beside what clients do. */
class ChartsTest {
    private static final String AJAX = "/ajax-api/2.0/mlflow/";

    private final TrackingWorld world = new TrackingWorld();

    private String run(int steps, int every) {
        String id = world.post(API + "runs/create", "{}", 200)
                .path("run")
                .path("info")
                .path("run_id")
                .asText();
        for (int i = 0; i < steps; i++) {
            world.post(
                    API + "runs/log-metric",
                    "{'run_id':'" + id + "','key':'m','value':" + i + ",'timestamp':" + (100 - i) + ",'step':"
                            + i * every + "}",
                    200);
        }
        return id;
    }

    private List<Long> steps(JsonNode answer, String run) {
        List<Long> steps = new ArrayList<>();
        answer.path("metrics").forEach(metric -> {
            if (metric.path("run_id").asText().equals(run)) {
                steps.add(metric.path("step").asLong());
            }
        });
        return steps;
    }

    @Test
    void bulk_points_areByRunAndTime() {
        String run = run(4, 1);
        JsonNode answer =
                world.get(AJAX + "metrics/get-history-bulk?run_id=" + run + "&metric_key=m&max_results=3", 200);
        assertThat(steps(answer, run)).containsExactly(2L, 1L, 0L);
        assertThat(world.get(AJAX + "metrics/get-history-bulk?run_id=" + run + "&metric_key=other", 200)
                        .path("metrics"))
                .isEmpty();
    }

    @Test
    void sampled_manySteps_keepsFirstAndLastAndSpreadsTheRest() {
        String run = run(10, 1);
        String address = AJAX + "metrics/get-history-bulk-interval?metric_key=m&run_ids=" + run + "&max_results=5";
        assertThat(steps(world.get(address, 200), run)).containsExactly(0L, 2L, 4L, 6L, 8L, 9L);
        assertThat(steps(world.get(address + "&start_step=2&end_step=4", 200), run))
                .containsExactly(2L, 3L, 4L);
        assertThat(steps(world.get(address + "&start_step=20&end_step=40", 200), run))
                .isEmpty();
    }

    @Test
    void sampled_severalRuns_showTheSameSteps() {
        String dense = run(20, 1);
        String sparse = run(3, 7);
        JsonNode answer = world.get(
                AJAX + "metrics/get-history-bulk-interval?metric_key=m&run_ids=" + dense + "&run_ids=" + sparse
                        + "&max_results=4",
                200);
        assertThat(steps(answer, dense)).containsExactly(0L, 5L, 10L, 14L, 15L, 19L);
        assertThat(steps(answer, sparse)).containsExactly(0L, 14L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            get-history-bulk?metric_key=m | must specify at least one run_id
            get-history-bulk?run_id=r | must specify a metric_key
            get-history-bulk?run_id=r&metric_key=m&max_results=0 | for parameter 'max_results'
            get-history-bulk-interval?metric_key=m | Missing value for required parameter 'run_ids'
            get-history-bulk-interval?run_ids=r | Missing value for required parameter 'metric_key'
            get-history-bulk-interval?run_ids=r&metric_key=m&max_results=0 | max_results must be between 1 and 2500
            get-history-bulk-interval?run_ids=r&metric_key=m&max_results=2501 | max_results must be between 1 and 2500
            get-history-bulk-interval?run_ids=r&metric_key=m&start_step=1 | both must be specified
            get-history-bulk-interval?run_ids=r&metric_key=m&start_step=1&end_step=0 | end_step must be greater
            """)
    void charts_badInput_isInvalid(String call, String message) {
        JsonNode answer = world.get(AJAX + "metrics/" + call, 400);
        assertThat(answer.path("error_code").asText()).isEqualTo("INVALID_PARAMETER_VALUE");
        assertThat(answer.path("message").asText()).contains(message);
    }

    @Test
    void datasets_ofRuns_areListedOnce() {
        for (int i = 0; i < 2; i++) {
            world.post(
                    API + "runs/log-inputs",
                    "{'run_id':'" + run(0, 1) + "','datasets':[{'tags':[{'key':'mlflow.data.context','value':'train'}],"
                            + "'dataset':{'name':'d','digest':'1','source_type':'http','source':'x'}}]}",
                    200);
        }
        for (String prefix : List.of("/api/2.0/mlflow", "/ajax-api/2.0/mlflow", "/ajax-api/2.0mlflow")) {
            JsonNode found = world.post(prefix + "/experiments/search-datasets", "{'experiment_ids':['0']}", 200);
            assertThat(found.path("dataset_summaries")).hasSize(1);
            assertThat(found.path("dataset_summaries").get(0).toString())
                    .isEqualTo("{\"experiment_id\":\"0\",\"name\":\"d\",\"digest\":\"1\",\"context\":\"train\"}");
        }
        world.post(API + "experiments/search-datasets", "{}", 400);
    }

    @Test
    void logModel_ofOlderClients_isKeptInATag() {
        String run = run(0, 1);
        String model = "{\\\"run_id\\\":\\\"r\\\",\\\"artifact_path\\\":\\\"m\\\",\\\"flavors\\\":{},"
                + "\\\"utc_time_created\\\":\\\"now\\\"}";
        for (int i = 0; i < 2; i++) {
            world.post(API + "runs/log-model", "{\"run_id\":\"" + run + "\",\"model_json\":\"" + model + "\"}", 200);
        }
        JsonNode tags = world.get(API + "runs/get?run_id=" + run, 200)
                .path("run")
                .path("data")
                .path("tags");
        assertThat(tags.findValuesAsText("key")).contains("mlflow.log-model.history");
        assertThat(tags.toString()).containsOnlyOnce("utc_time_created");
        assertThat(world.post(API + "runs/log-model", "{\"run_id\":\"" + run + "\",\"model_json\":\"{}\"}", 400)
                        .path("message")
                        .asText())
                .contains("missing mandatory fields: [artifact_path, flavors, run_id, utc_time_created]");
        assertThat(world.post(API + "runs/log-model", "{'run_id':'" + run + "','model_json':'{x'}", 400)
                        .path("message")
                        .asText())
                .contains("is not a valid JSON");
    }

    @Test
    void experimentTag_deleted_isGone() {
        world.post(API + "experiments/set-experiment-tag", "{'experiment_id':'0','key':'k','value':'v'}", 200);
        world.post(API + "experiments/delete-experiment-tag", "{'experiment_id':'0','key':'k'}", 200);
        assertThat(world.get(API + "experiments/get?experiment_id=0", 200)
                        .path("experiment")
                        .path("tags"))
                .isEmpty();
        world.post(API + "experiments/delete-experiment-tag", "{'experiment_id':'0','key':'k'}", 404);
    }
}
