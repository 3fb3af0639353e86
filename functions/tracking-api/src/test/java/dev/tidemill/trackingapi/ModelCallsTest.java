package dev.tidemill.trackingapi;

import static dev.tidemill.trackingapi.TrackingWorld.API;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.AliasRule;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Origin;
import dev.tidemill.core.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCallsTest {
    private static final String MODELS = API + "registered-models/";
    private static final String VERSIONS = API + "model-versions/";

    private static final String DESCRIPTION = """
            flavors: {x: {}, onnx: {}}
            mlflow_version: 3.6.0
            model_uuid: u
            signature:
              inputs: '[]'
              outputs: null
            utc: 1
            """;

    private final TrackingWorld world = new TrackingWorld();

    private Origin.Imported imported(int version) {
        return (Origin.Imported) stored(version).origin();
    }

    @Test
    void rename_model_versionsAliasesAndTagsGoWithIt() {
        create("m");
        version("m", "runs:/run_id/model", ",'run_id':'run_id_1'");
        world.post(MODELS + "alias", "{'name':'m','alias':'champion','version':'1'}", 200);
        JsonNode renamed = world.post(MODELS + "rename", "{'name':'m','new_name':'n 2'}", 200);
        assertThat(renamed.at("/registered_model/name").asText()).isEqualTo("n 2");
        assertThat(renamed.at("/registered_model/aliases/0/alias").asText()).isEqualTo("champion");
        assertThat(error(world.get(MODELS + "get?name=m", 404))).isEqualTo("Registered Model with name=m not found");
        assertThat(world.get(VERSIONS + "get?name=n 2&version=1", 200)
                        .at("/model_version/name")
                        .asText())
                .isEqualTo("n 2");
        create("m");
        assertThat(error(world.post(MODELS + "rename", "{'name':'m','new_name':'n 2'}", 400)))
                .isEqualTo("Registered Model (name=n 2) already exists.");
        assertThat(error(world.post(MODELS + "rename", "{'name':'m'}", 400)))
                .startsWith("Missing value for required parameter 'new_name'");
    }

    @Test
    void deleteModel_again_isNotFoundAndNameIsFree() {
        create("m");
        version("m", "s3://elsewhere/model", "");
        assertThat(send("DELETE", MODELS + "delete", "{'name':'m'}", 200)).isEqualTo(Json.object());
        send("DELETE", MODELS + "delete", "{'name':'m'}", 404);
        world.get(VERSIONS + "get?name=m&version=1", 404);
        assertThat(world.get(MODELS + "search", 200).path("registered_models")).isEmpty();
        create("m");
        assertThat(version("m", "s3://elsewhere/model", "").path("version").asText())
                .isEqualTo("1");
    }

    @Test
    void tags_setAndDeleted_asClientsDo() {
        create("m");
        version("m", "s3://elsewhere/model", ",'tags':[{'key':'a','value':'b'}]");
        world.post(MODELS + "set-tag", "{'name':'m','key':'k','value':''}", 200);
        world.post(MODELS + "set-tag", "{'name':'m','key':'k2','value':'v'}", 200);
        send("DELETE", MODELS + "delete-tag", "{'name':'m','key':'k2'}", 200);
        send("DELETE", MODELS + "delete-tag", "{'name':'m','key':'k2'}", 200);
        assertThat(world.get(MODELS + "get?name=m", 200)
                        .at("/registered_model/tags")
                        .toString())
                .isEqualTo("[{\"key\":\"k\",\"value\":\"\"}]");
        send("DELETE", VERSIONS + "delete-tag", "{'name':'m','version':'1','key':'a'}", 200);
        assertThat(world.get(VERSIONS + "get?name=m&version=1", 200)
                        .at("/model_version")
                        .has("tags"))
                .isFalse();
        world.post(MODELS + "set-tag", "{'name':'none','key':'k','value':'v'}", 404);
        world.post(MODELS + "set-tag", "{'name':'m','key':'../k','value':'v'}", 400);
        send("DELETE", VERSIONS + "delete-tag", "{'name':'m','version':'7','key':'a'}", 404);
    }

    @Test
    void transition_archivingOthers_leavesOneInTheStage() {
        create("m");
        for (int i = 0; i < 3; i++) {
            version("m", "s3://elsewhere/model", "");
        }
        transition("1", "staging", false, 200);
        transition("2", "Staging", false, 200);
        transition("3", "Staging", true, 200);
        assertThat(stage("1")).isEqualTo("Archived");
        assertThat(stage("2")).isEqualTo("Archived");
        assertThat(stage("3")).isEqualTo("Staging");
        assertThat(error(transition("3", "Production", true, 403))).contains("someone else has to approve it");
        transition("3", "None", false, 200);
        assertThat(stage("3")).isEqualTo("None");
        assertThat(error(transition("3", "Archived", true, 400)))
                .isEqualTo("Model version transition cannot archive existing model versions because 'Archived' is not"
                        + " an Active stage. Valid stages are ['Staging', 'Production']");
        assertThat(error(transition("3", "unknown", false, 400)))
                .isEqualTo("Invalid Model Version stage: unknown. Value must be one of None, Staging, Production,"
                        + " Archived.");
        transition("9", "Staging", false, 404);
        assertThat(error(world.get(MODELS + "get-latest-versions?name=m&stages=some", 400)))
                .startsWith("Invalid Model Version stage: some.");
    }

    @Test
    void deleteVersion_dropsAliasesAndNumber() {
        create("m");
        version("m", "s3://elsewhere/model", "");
        world.post(MODELS + "alias", "{'name':'m','alias':'champion','version':'1'}", 200);
        send("DELETE", VERSIONS + "delete", "{'name':'m','version':'1'}", 200);
        world.get(MODELS + "alias?name=m&alias=champion", 400);
        assertThat(error(world.get(VERSIONS + "get?name=m&version=1", 404)))
                .isEqualTo("Model Version (name=m, version=1) not found");
        send("DELETE", VERSIONS + "delete", "{'name':'m','version':'1'}", 404);
        assertThat(error(world.get(MODELS + "alias?name=m&alias=latest", 404)))
                .isEqualTo("Latest version not found for model m.");
        assertThat(version("m", "s3://elsewhere/model", "").path("version").asText())
                .isEqualTo("2");
    }

    @Test
    void update_description_isTold() {
        create("m");
        version("m", "s3://elsewhere/model", ",'description':'first'");
        assertThat(send("PATCH", VERSIONS + "update", "{'name':'m','version':'1','description':'second'}", 200)
                        .at("/model_version/description")
                        .asText())
                .isEqualTo("second");
        assertThat(send("PATCH", MODELS + "update", "{'name':'m','description':'of it'}", 200)
                        .at("/registered_model/description")
                        .asText())
                .isEqualTo("of it");
        send("PATCH", MODELS + "update", "{'name':'none','description':'of it'}", 404);
        assertThat(error(world.get(VERSIONS + "get?name=m&version=x", 400)))
                .isEqualTo("Parameter 'version' must be an integer, got 'x'.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "path/to/model",
                "/etc/passwd",
                "file:///etc/passwd",
                "s3://bucket/a/../../b",
                "mlflow-artifacts://host:9000/%2e%2e/%2e%2e/",
                "https://host/models/..%2f..%2fx",
                "http://host/a%00",
                "s3://bucket/a#b",
                "models:/m-0123456789abcdef0123456789abcdef"
            })
    void create_sourceNoVersionMayHave_isRefused(String source) {
        create("m");
        assertThat(error(world.post(VERSIONS + "create", "{'name':'m','source':'" + source + "'}", 400)))
                .startsWith("Invalid model version source: '" + source + "'");
    }

    @Test
    void create_filesInOurStore_areRecorded() {
        create("m");
        String folder = "w/default/e/run/artifacts/model/";
        write(folder + "MLmodel", DESCRIPTION);
        write(folder + "model.bin", "bytes");
        version("m", "memory://artifacts/w/default/e/run/artifacts/model", "");
        version("m", "s3://elsewhere/model", "");
        Origin.Imported known = imported(1);
        assertThat(known.signature()).isEqualTo("{\"inputs\":[]}");
        String lines = Sha256.hex(DESCRIPTION) + " MLmodel\n" + Sha256.hex("bytes") + " model.bin\n";
        assertThat(known.sha256()).isEqualTo(Sha256.hex(lines));
        assertThat(known.owner()).isEqualTo("me");
        assertThat(known.facts())
                .isEqualTo(Map.of(
                        "files",
                        "2",
                        "bytes",
                        "" + (DESCRIPTION.length() + 5),
                        "flavors",
                        "onnx, x",
                        "mlflowVersion",
                        "3.6.0",
                        "modelUuid",
                        "u"));
        assertThat(known.missing()).isEmpty();
        assertThat(imported(2).missing())
                .isEqualTo(Map.of(
                        "signature", "its source is no place that is read here",
                        "sha256", "its source is no place that is read here"));
    }

    @Test
    void create_filesBehindTheProxy_areRecorded() {
        create("m");
        write("w/default/mlflow-artifacts/e/model/MLmodel", DESCRIPTION);
        version("m", "mlflow-artifacts:/e/model", "");
        version("m", "mlflow-artifacts://host:9000/e/model/", "");
        version("m", "mlflow-artifacts:/e/none", "");
        assertThat(imported(1).missing()).isEmpty();
        assertThat(imported(2).sha256()).isEqualTo(imported(1).sha256());
        assertThat(imported(3).missing()).containsEntry("sha256", "there are no files at its source");
    }

    @Test
    void create_ofARun_readsItsArtifactsOrItsLoggedModel() {
        create("m");
        JsonNode run = world.post(API + "runs/create", "{'experiment_id':'0','user_id':'ada'}", 200)
                .at("/run/info");
        String id = run.path("run_id").asText();
        version("m", "runs:/" + id + "/model", "");
        write(
                run.path("artifact_uri").asText().substring("memory://artifacts/".length()) + "/model/MLmodel",
                DESCRIPTION);
        version("m", "runs:/" + id + "/model", "");
        version("m", "runs:/none/model", "");
        assertThat(imported(1).missing()).containsOnlyKeys("signature", "sha256");
        assertThat(imported(2).missing()).isEmpty();
        assertThat(imported(3).missing()).containsEntry("sha256", "there is no run none");
    }

    @Test
    void create_withoutSignature_tellsSo() {
        create("m");
        write("w/default/e/model/MLmodel", "flavors: {onnx: {}}");
        version("m", "memory://artifacts/w/default/e/model", "");
        assertThat(imported(1).missing()).isEqualTo(Map.of("signature", "its file MLmodel has no signature"));
    }

    @Test
    void transition_ofAModelWithARule_asksForACompleteRecord() {
        create("m");
        version("m", "s3://elsewhere/model", "");
        String staging = "{'name':'m','version':'1','stage':'Staging'}";
        world.post(VERSIONS + "transition-stage", staging, 200);
        world.post(VERSIONS + "transition-stage", staging.replace("Staging", "None"), 200);
        Workspace workspace = Workspace.DEFAULT;
        world.registry.ruleAlias(
                workspace, "m", "a", AliasRule.RECORDED, new Registry.Change("me", "", "c", Instant.EPOCH));
        assertThat(error(world.post(VERSIONS + "transition-stage", staging, 400)))
                .contains("Staging needs a complete record", "lacks signature, sha256");
        assertThat(error(world.post(MODELS + "alias", "{'name':'m','alias':'a','version':'1'}", 400)))
                .contains("Alias 'a'", "lacks signature, sha256");
        world.post(MODELS + "alias", "{'name':'m','alias':'free','version':'1'}", 200);
    }

    @Test
    void create_ofAnotherVersion_copiesWhereItIs() {
        create("m");
        version("m", "runs:/run_id/model", ",'run_id':'run_id_1'");
        world.post(MODELS + "alias", "{'name':'m','alias':'test','version':'1'}", 200);
        JsonNode copy = version("m", "models:/m@test", "");
        assertThat(copy.path("source").asText()).isEqualTo("models:/m/1");
        assertThat(copy.path("run_id").asText()).isEqualTo("run_id_1");
        assertThat(world.get(VERSIONS + "get-download-uri?name=m&version=2", 200)
                        .path("artifact_uri")
                        .asText())
                .isEqualTo("runs:/run_id/model");
    }

    @Test
    void search_prompts_areLeftOutUnlessAskedFor() {
        create("m");
        world.post(MODELS + "create", "{'name':'p','tags':[{'key':'mlflow.prompt.is_prompt','value':'true'}]}", 200);
        assertThat(names("")).containsExactly("m");
        assertThat(names("?filter=tags.`mlflow.prompt.is_prompt` %3D 'true'")).containsExactly("p");
        assertThat(names("?filter=tags.`mlflow.prompt.is_prompt` !%3D 'true'")).containsExactly("m");
        assertThat(names("?filter=name IN ('m','x')")).containsExactly("m");
        world.post(
                VERSIONS + "create",
                "{'name':'p','source':'dummy-source','tags':[{'key':'mlflow.prompt.is_prompt','value':'true'}]}",
                200);
        assertThat(error(world.post(MODELS + "create", "{'name':'p'}", 400))).contains("already taken by a prompt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "Ünïcödé 模型", "with#hash", "50%", "back\\slash", "q?x", "models", "a..b"})
    void create_nameOfAnyCharacters_isKept(String name) {
        String json = Json.object().put("name", name).toString();
        world.client.json("POST", MODELS + "create", json, 200);
        JsonNode version = world.client.json(
                "POST",
                VERSIONS + "create",
                Json.object().put("name", name).put("source", "s3://b/m").toString(),
                200);
        assertThat(version.at("/model_version/name").asText()).isEqualTo(name);
        assertThat(world.registry.versions(Workspace.DEFAULT, name)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a:b", "..", ".", " "})
    void create_nameThatIsNone_isRefused(String name) {
        world.client.json(
                "POST", MODELS + "create", Json.object().put("name", name).toString(), 400);
    }

    private void create(String name) {
        world.post(MODELS + "create", "{'name':'" + name + "'}", 200);
    }

    private JsonNode version(String name, String source, String more) {
        return world.post(VERSIONS + "create", "{'name':'" + name + "','source':'" + source + "'" + more + "}", 200)
                .path("model_version");
    }

    private JsonNode transition(String version, String stage, boolean archive, int status) {
        return world.post(
                VERSIONS + "transition-stage",
                "{'name':'m','version':'" + version + "','stage':'" + stage + "','archive_existing_versions':" + archive
                        + "}",
                status);
    }

    private String stage(String version) {
        return world.get(VERSIONS + "get?name=m&version=" + version, 200)
                .at("/model_version/current_stage")
                .asText();
    }

    private ModelVersion stored(int number) {
        return world.registry.version(Workspace.DEFAULT, "m", number).orElseThrow();
    }

    private List<String> names(String query) {
        List<String> names = new ArrayList<>();
        world.get(MODELS + "search" + query, 200)
                .path("registered_models")
                .forEach(model -> names.add(model.path("name").asText()));
        return names;
    }

    private JsonNode send(String method, String address, String body, int status) {
        return world.client.json(method, address, body, status);
    }

    private void write(String key, String text) {
        world.artifacts.write(key, text.getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    private static String error(JsonNode answer) {
        return answer.path("message").asText();
    }
}
