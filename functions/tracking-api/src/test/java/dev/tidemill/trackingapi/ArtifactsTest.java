package dev.tidemill.trackingapi;

import static dev.tidemill.trackingapi.TrackingWorld.API;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.HttpInvocation;
import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files through the API: the proxy, and the artifacts of runs, models and versions. */
class ArtifactsTest {
    private static final String PROXY = "/api/2.0/mlflow-artifacts/";
    private static final String FILES = PROXY + "artifacts/";
    private static final Map<String, String> OCTETS = Map.of("content-type", "application/octet-stream");
    private static final byte[] BYTES = {0, 1, (byte) 0xff, (byte) 0x80, 'x'};

    private final TrackingWorld world = new TrackingWorld();

    private HttpResponse send(String method, String path, Map<String, List<String>> query, byte[] body) {
        return world.api.answer(new HttpRequest(method, path, query, OCTETS, body, "req", "me"));
    }

    private static String text(HttpResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private String run(String location) {
        String body = location.isEmpty() ? "" : ",'artifact_location':'" + location + "'";
        String experiment = world.post(API + "experiments/create", "{'name':'x'" + body + "}", 200)
                .path("experiment_id")
                .asText();
        return world.post(API + "runs/create", "{'experiment_id':'" + experiment + "'}", 200)
                .path("run")
                .path("info")
                .path("run_id")
                .asText();
    }

    @Test
    void proxy_putGetListDelete() {
        assertThat(send("PUT", FILES + "dir/a b.bin", Map.of(), BYTES).status()).isEqualTo(200);
        assertThat(send("PUT", FILES + "top.txt", Map.of(), BYTES).status()).isEqualTo(200);
        assertThat(world.artifacts.list("w/"))
                .containsExactly("w/default/mlflow-artifacts/dir/a b.bin", "w/default/mlflow-artifacts/top.txt");
        HttpResponse got = send("GET", FILES + "dir/a b.bin", Map.of(), new byte[0]);
        assertThat(got.body()).isEqualTo(BYTES);
        assertThat(got.headers())
                .containsEntry("content-type", "application/octet-stream")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("content-disposition", "attachment; filename=\"a b.bin\"");
        assertThat(world.get(PROXY + "artifacts", 200).toString())
                .isEqualTo("{\"files\":[{\"path\":\"dir\",\"is_dir\":true},"
                        + "{\"path\":\"top.txt\",\"is_dir\":false,\"file_size\":5}]}");
        assertThat(world.get(PROXY + "artifacts?path=dir/", 200)
                        .at("/files/0/path")
                        .asText())
                .isEqualTo("a b.bin");
        assertThat(world.get(PROXY + "artifacts?path=top.txt", 200).path("files"))
                .isEmpty();
        assertThat(send("DELETE", FILES + "dir", Map.of(), new byte[0]).status())
                .isEqualTo(200);
        assertThat(send("DELETE", FILES + "dir", Map.of(), new byte[0]).status())
                .isEqualTo(200);
        assertThat(world.artifacts.list("w/")).containsExactly("w/default/mlflow-artifacts/top.txt");
        world.get(FILES + "dir/none", 404);
    }

    @Test
    void proxy_workspaces_areApart() {
        send("PUT", "/w/team" + FILES + "a.txt", Map.of(), BYTES);
        assertThat(world.artifacts.list("w/")).containsExactly("w/team/mlflow-artifacts/a.txt");
        world.get(FILES + "a.txt", 404);
    }

    @Test
    void download_largeOrFolder_redirectsOrIsRefused() {
        world.artifacts.write(
                "w/default/mlflow-artifacts/d/large", new byte[HttpInvocation.MOST_BYTES + 1], "text/plain");
        HttpResponse large = world.send("GET", FILES + "d/large", "");
        assertThat(large.status()).isEqualTo(307);
        assertThat(large.headers()).containsEntry("location", "memory://artifacts/w/default/mlflow-artifacts/d/large");
        JsonNode signed = world.get(PROXY + "presigned/d/large", 200);
        assertThat(signed.path("file_size").asInt()).isEqualTo(HttpInvocation.MOST_BYTES + 1);
        assertThat(signed.path("url").asText()).endsWith("w/default/mlflow-artifacts/d/large");
        assertThat(signed.path("headers").isObject()).isTrue();
        assertThat(world.get(FILES + "d", 400).path("message").asText()).contains("refers to a directory");
        world.get(PROXY + "presigned/none", 404);
    }

    @ParameterizedTest
    @CsvSource({
        "a.txt, text/plain",
        "b.pkl, application/octet-stream",
        "c.png, image/png",
        "d.pdf, application/pdf",
        "MLmodel, text/plain",
        "mlproject, text/plain",
        "e.tar.gz, application/octet-stream",
        "x.html, text/html"
    })
    void download_types_areGuessedFromNames(String name, String type) {
        send("PUT", FILES + "dir/" + name, Map.of(), BYTES);
        HttpResponse got = world.send("GET", FILES + "dir/" + name, "");
        assertThat(got.headers())
                .containsEntry("content-type", type)
                .containsEntry("content-disposition", "attachment; filename=" + name);
    }

    @Test
    void download_nameInOtherLetters_isEncoded() {
        send("PUT", FILES + "ü \"1\".txt", Map.of(), BYTES);
        assertThat(world.send("GET", FILES + "ü \"1\".txt", "").headers())
                .containsEntry(
                        "content-disposition",
                        "attachment; filename=\"_ _1_.txt\"; filename*=UTF-8''%C3%BC%20%221%22.txt");
    }

    @Test
    void partedUpload_partsMakeTheFile() {
        JsonNode begun = world.post(
                PROXY + "mpu/create/exp/dir", "{'path':'C:\\\\data\\\\big.bin','num_parts':2}".replace('\'', '"'), 200);
        String id = begun.path("upload_id").asText();
        StringBuilder parts = new StringBuilder();
        for (JsonNode credential : begun.path("credentials")) {
            String tag = world.artifacts
                    .partedUploads()
                    .send(
                            URI.create(credential.path("url").asText()),
                            new byte[] {(byte) credential.path("part_number").asInt()});
            parts.append(parts.isEmpty() ? "" : ",")
                    .append("{'part_number':" + credential.path("part_number") + ",'etag':'" + tag + "','url':'u'}");
        }
        String complete = "{'path':'../x/big.bin','upload_id':'" + id + "','parts':[" + parts + "]}";
        world.post(PROXY + "mpu/complete/exp/other", complete, 400);
        world.post(PROXY + "mpu/complete/exp/dir", complete, 200);
        world.post(PROXY + "mpu/complete/exp/dir", complete, 200);
        assertThat(world.artifacts.read("w/default/mlflow-artifacts/exp/dir/big.bin"))
                .hasValueSatisfying(read -> assertThat(read).containsExactly(1, 2));
    }

    @Test
    void partedUpload_abortedOrBad_isRefused() {
        String id = world.post(PROXY + "mpu/create", "{'path':'a'}", 200)
                .path("upload_id")
                .asText();
        String body = "{'path':'a','upload_id':'" + id + "'";
        world.post(PROXY + "mpu/complete", body + ",'parts':[]}", 400);
        world.post(PROXY + "mpu/complete", body + ",'parts':[{'part_number':0,'etag':'x'}]}", 400);
        world.post(PROXY + "mpu/complete", body + ",'parts':[{'part_number':1,'etag':'x'}]}", 400);
        world.post(PROXY + "mpu/abort", body + "}", 200);
        world.post(PROXY + "mpu/abort", body + "}", 200);
        world.post(PROXY + "mpu/create/x", "{'path':'a','num_parts':10001}", 400);
        world.post(PROXY + "mpu/create/x", "{'path':'a/..'}", 400);
        world.post(PROXY + "mpu/create/x", "{'path':7}", 400);
        world.post(PROXY + "mpu/create/../x", "{'path':'a'}", 400);
        assertThat(world.artifacts.list("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "mlflow-artifacts:/proxied", "mlflow-artifacts:///", "memory://artifacts/w/default/mlflow/x"
            })
    void runArtifacts_areWrittenListedAndRead(String location) {
        String run = run(location);
        assertThat(send(
                                "POST",
                                "/ajax-api/2.0/mlflow/upload-artifact",
                                Map.of("run_uuid", List.of(run), "path", List.of("images/x.png")),
                                BYTES)
                        .status())
                .isEqualTo(200);
        JsonNode listed = world.get(API + "artifacts/list?path=images&run_id=" + run, 200);
        assertThat(listed.at("/files/0").toString())
                .isEqualTo("{\"path\":\"images/x.png\",\"is_dir\":false,\"file_size\":5}");
        assertThat(listed.path("root_uri").asText()).endsWith(run + "/artifacts");
        HttpResponse got = world.send("GET", "/get-artifact?path=images/x.png&run_uuid=" + run, "");
        assertThat(got.body()).isEqualTo(BYTES);
        assertThat(got.headers()).containsEntry("content-type", "image/png");
        String of = "'run_id':'" + run + "','path':'images/x.png'";
        assertThat(world.post(API + "artifacts/presigned-download-url", "{" + of + "}", 200)
                        .path("file_size")
                        .asInt())
                .isEqualTo(5);
        JsonNode signed = world.post(API + "artifacts/presigned-upload-url", "{" + of + ",'expiration':60}", 200);
        assertThat(signed.path("presigned_url").asText())
                .contains("w/default/mlflow")
                .endsWith("images/x.png");
        assertThat(signed.at("/headers/content-type").asText()).isEqualTo("image/png");
        world.post(API + "artifacts/presigned-upload-url", "{" + of + ",'expiration':604801}", 400);
        world.post(API + "artifacts/presigned-upload-url", "{" + of + ",'model_id':'m-1'}", 400);
        world.post(API + "artifacts/presigned-upload-url", "{'path':'x'}", 400);
    }

    @Test
    void list_manyFiles_isReadPageByPage() {
        String run = run("mlflow-artifacts:/many");
        for (int i = 0; i < 1001; i++) {
            world.artifacts.write(
                    "w/default/mlflow-artifacts/many/" + run + "/artifacts/f" + i, new byte[1], "text/plain");
        }
        JsonNode first = world.get(API + "artifacts/list?run_id=" + run, 200);
        assertThat(first.path("files")).hasSize(1000);
        String token = first.path("next_page_token").asText();
        JsonNode last = world.get(API + "artifacts/list?run_id=" + run + "&page_token=" + token, 200);
        assertThat(last.path("files")).hasSize(1);
        assertThat(last.has("next_page_token")).isFalse();
        world.get(API + "artifacts/list?run_id=" + run + "&page_token=odd", 400);
        assertThat(world.get(PROXY + "artifacts?path=many/" + run + "/artifacts", 200)
                        .path("files"))
                .hasSize(1001);
    }

    @Test
    void runArtifacts_ofOthers_areRefused() {
        for (String location : List.of(
                "s3://elsewhere/a",
                "memory://artifacts/w/other/mlflow/0",
                "memory://artifacts/w/default2",
                "memory://artifacts/x",
                "http://host/a")) {
            TrackingWorld fresh = new TrackingWorld();
            String experiment = fresh.post(
                            API + "experiments/create", "{'name':'x','artifact_location':'" + location + "'}", 200)
                    .path("experiment_id")
                    .asText();
            String run = fresh.post(API + "runs/create", "{'experiment_id':'" + experiment + "'}", 200)
                    .at("/run/info/run_id")
                    .asText();
            fresh.get(API + "artifacts/list?run_id=" + run, 400);
            fresh.get("/get-artifact?path=a&run_id=" + run, 400);
            fresh.post(API + "artifacts/presigned-upload-url", "{'path':'x','run_id':'" + run + "'}", 400);
            fresh.post(API + "artifacts/presigned-download-url", "{'path':'x','run_id':'" + run + "'}", 400);
            assertThat(fresh.send("POST", API + "upload-artifact?path=a&run_uuid=" + run, "x")
                            .status())
                    .isEqualTo(400);
            assertThat(fresh.artifacts.list("")).isEmpty();
        }
    }

    @Test
    void upload_belowOtherThanRuns_isRefused() {
        String run = run("memory://artifacts/w/default/models/m");
        assertThat(world.send("POST", API + "upload-artifact?path=a&run_uuid=" + run, "x")
                        .status())
                .isEqualTo(400);
        world.post(API + "artifacts/presigned-upload-url", "{'path':'x','run_id':'" + run + "'}", 400);
        assertThat(world.artifacts.list("")).isEmpty();
    }

    @Test
    void modelArtifacts_areSigned() {
        String model = world.post(API + "logged-models", "{'experiment_id':'0','name':'n'}", 200)
                .at("/model/info/model_id")
                .asText();
        assertThat(world.post(
                                API + "artifacts/presigned-upload-url",
                                "{'path':'MLmodel','model_id':'" + model + "'}",
                                200)
                        .path("presigned_url")
                        .asText())
                .endsWith("w/default/mlflow/0/models/" + model + "/artifacts/MLmodel");
        world.post(API + "artifacts/presigned-download-url", "{'path':'MLmodel','model_id':'" + model + "'}", 404);
        world.post(API + "artifacts/presigned-download-url", "{'path':'MLmodel','model_id':'m-none'}", 404);
    }

    @Test
    void upload_incomplete_saysWhatIsMissing() {
        String run = run("");
        String upload = "/ajax-api/2.0/mlflow/upload-artifact";
        assertThat(message(upload, "x")).isEqualTo("Request must specify run_uuid.");
        assertThat(message(upload + "?run_uuid=" + run, "x")).isEqualTo("Request must specify path.");
        assertThat(message(upload + "?run_uuid=" + run + "&path=a.txt", "")).isEqualTo("Request must specify data.");
        assertThat(message(upload + "?run_uuid=" + run + "&path=../a.txt", "x")).isEqualTo("Invalid path");
    }

    private String message(String address, String body) {
        return world.post(address, body, 400).path("message").asText();
    }

    @Test
    void paths_thatClimb_areRefusedBeforeAnythingIsLookedUp() {
        for (String address : List.of(
                API + "artifacts/list?run_id=none&path=../path",
                "/get-artifact?run_id=none&path=../path",
                "//model-versions/get-artifact?name=model&version=1&path=../path",
                API + "logged-models/none/artifacts/files?artifact_file_path=../path",
                API + "logged-models/none/artifacts/directories?artifact_directory_path=../path",
                FILES + "../path",
                FILES + "/etc/passwd",
                FILES + "%252e%252e/path",
                PROXY + "artifacts?path=../path",
                PROXY + "presigned/../../path")) {
            assertThat(world.get(address, 400).toString())
                    .as(address)
                    .isEqualTo("{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"Invalid path\"}");
        }
        for (String method : List.of("PUT", "DELETE")) {
            HttpResponse refused = send(method, FILES + "a/../../../other/mlflow/x", Map.of(), BYTES);
            assertThat(refused.status()).as(text(refused)).isEqualTo(400);
        }
        assertThat(world.artifacts.list("")).isEmpty();
    }

    @Test
    void bodyTooLarge_ofAFile_namesTheOtherWays() {
        HttpRequest put = new HttpRequest("PUT", FILES + "a", Map.of(), Map.of(), new byte[0], "req", "me");
        HttpResponse refused = world.api.bodyTooLarge(put, 5_000_000);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(Json.parse(text(refused)).path("message").asText())
                .contains("5000000", "MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD", "s3://");
    }

    @Test
    void proxy_bytesWithoutType_areRefusedAsTheyMayHaveBeenChanged() {
        HttpRequest untyped = new HttpRequest("PUT", FILES + "a.bin", Map.of(), Map.of(), BYTES, "req", "me");
        assertThat(world.api.answer(untyped).status()).isEqualTo(400);
        assertThat(world.artifacts.list("")).isEmpty();
    }
}
