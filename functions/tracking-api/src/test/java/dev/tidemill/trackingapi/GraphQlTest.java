package dev.tidemill.trackingapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphQlTest {
    private static final String RUN = """
            query GetRun($data: MlflowGetRunInput!) @component(name: "A.B") {
              # As the interface asks.
              mlflowGetRun(input: $data) {
                __typename
                apiError { code message helpUrl }
                run {
                  info { runUuid startTime endTime status }
                  experiment { experimentId name tags { key } }
                  modelVersions { name version }
                  data { metrics { key value step timestamp } params { key value } }
                  inputs { datasetInputs { dataset { digest } } }
                  outputs { modelOutputs { modelId } }
                }
              }
            }""";

    private final TrackingWorld world = new TrackingWorld();

    @Test
    void run_isAnsweredWithItsExperimentAndWholeNumbersAsTexts() {
        String run = world.post(
                        TrackingWorld.API + "runs/create", "{'experiment_id':'0','start_time':1790000000000}", 200)
                .path("run")
                .path("info")
                .path("run_id")
                .asText();
        world.post(
                TrackingWorld.API + "runs/log-batch",
                "{'run_id':'" + run + "','metrics':[{'key':'loss','value':0.5,'timestamp':7,'step':3}]}",
                200);

        JsonNode data = ask(RUN, Json.object().put("runId", run)).path("data").path("mlflowGetRun");

        assertThat(data.path("apiError").isNull()).isTrue();
        JsonNode found = data.path("run");
        assertThat(found.path("info").path("startTime").asText()).isEqualTo("1790000000000");
        assertThat(found.path("info").path("startTime").isTextual()).isTrue();
        assertThat(found.path("info").path("endTime").isNull()).isTrue();
        assertThat(found.path("experiment").path("name").asText()).isEqualTo("Default");
        assertThat(Json.write(found.path("data").path("metrics")))
                .isEqualTo("[{\"key\":\"loss\",\"value\":0.5,\"step\":\"3\",\"timestamp\":\"7\"}]");
        assertThat(found.path("modelVersions")).isEmpty();
        assertThat(found.path("outputs").isNull()).isTrue();
    }

    @Test
    void run_absent_isToldInTheAnswer() {
        JsonNode data = ask(RUN, Json.object().put("runId", "0".repeat(32)))
                .path("data")
                .path("mlflowGetRun");

        assertThat(data.path("apiError").path("code").asText()).isEqualTo("RESOURCE_DOES_NOT_EXIST");
        assertThat(data.path("run").isNull()).isTrue();
    }

    @Test
    void search_answersRuns() {
        world.post(TrackingWorld.API + "runs/create", "{'experiment_id':'0','run_name':'one'}", 200);
        ObjectNode search = Json.object();
        search.putArray("experimentIds").add("0");

        JsonNode runs = ask(
                        "query S($data: X!) { mlflowSearchRuns(input: $data) { apiError { code } runs { info { runName }"
                                + " experiment { name } modelVersions { name } } } }",
                        search)
                .path("data")
                .path("mlflowSearchRuns")
                .path("runs");

        assertThat(Json.write(runs))
                .isEqualTo(
                        "[{\"info\":{\"runName\":\"one\"},\"experiment\":{\"name\":\"Default\"},\"modelVersions\":[]}]");
    }

    @Test
    void arguments_mayStandInTheQuery() {
        String run = world.post(TrackingWorld.API + "runs/create", "{'experiment_id':'0','run_name':'a b'}", 200)
                .at("/run/info/run_id")
                .asText();
        world.post(
                TrackingWorld.API + "runs/log-metric",
                "{'run_id':'" + run + "','key':'m','value':'NaN','timestamp':1}",
                200);
        JsonNode answer = ask(
                "mutation M { mlflowSearchRuns(input: {experimentIds: [\"0\"], maxResults: 5, filter:"
                        + " \"run_name = \\\"a b\\\"\", runViewType: ACTIVE_ONLY}) { runs { info { runId } data { metrics"
                        + " { value } } } } files: mlflowListArtifacts(input: {runId: \"" + run
                        + "\",}) { files { path }"
                        + " } mlflowSearchDatasets(input: {experimentIds: $ids}) { datasetSummaries { name } } }",
                Json.object());

        assertThat(Json.write(answer))
                .isEqualTo("{\"data\":{\"mlflowSearchRuns\":{\"runs\":[{\"info\":{\"runId\":\"" + run
                        + "\"},\"data\":{\"metrics\":[{\"value\":null}]}}]},\"files\":{\"files\":[]},"
                        + "\"mlflowSearchDatasets\":{\"datasetSummaries\":null}},\"errors\":null}");
    }

    @Test
    void fields_thatRestLeavesOut_haveTheirUsualValues() {
        String run = world.post(TrackingWorld.API + "runs/create", "{'experiment_id':'0'}", 200)
                .at("/run/info/run_id")
                .asText();
        world.post(
                TrackingWorld.API + "runs/log-inputs",
                "{'run_id':'" + run + "','datasets':[{'dataset':"
                        + "{'name':'d','digest':'1','source_type':'s','source':'x'}}]}",
                200);

        assertThat(ask(
                                "{ mlflowSearchDatasets(input: {experimentIds: [\"0\"]})"
                                        + " { datasetSummaries { name context } } }",
                                Json.object())
                        .at("/data/mlflowSearchDatasets/datasetSummaries")
                        .toString())
                .isEqualTo("[{\"name\":\"d\",\"context\":\"\"}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "query Q {",
                "subscription { x }",
                "{ a(b: ) { c } }",
                "{ a(b: {c: [1}) { d } }",
                "{ a { ...b } }",
                "{ a } { b }",
                "%",
                "}"
            })
    void query_thatIsNone_isRefused(String query) {
        ObjectNode body = Json.object().put("query", query);

        JsonNode refused = world.post("/graphql", Json.write(body), 400);

        assertThat(refused.path("error_code").asText()).isEqualTo("INVALID_PARAMETER_VALUE");
    }

    @Test
    void query_ofAnotherField_isToldInTheAnswer() {
        JsonNode data = ask("{ secrets(input: $data) { apiError { message } } }", Json.object());

        assertThat(data.path("data")
                        .path("secrets")
                        .path("apiError")
                        .path("message")
                        .asText())
                .contains("secrets")
                .contains("mlflowGetRun");
    }

    private JsonNode ask(String query, ObjectNode data) {
        ObjectNode body = Json.object().put("query", query);
        body.putObject("variables").set("data", data);
        return world.post("/graphql", Json.write(body), 200);
    }
}
