package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.ModelCard;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Origin;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.core.registry.VersionStatus;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelImportRoutesTest {
    private static final String MODEL = "/v1/models/digits";
    private static final byte[] FILE = "onnx".getBytes(StandardCharsets.UTF_8);
    private static final String HASH = Sha256.hex(FILE);
    private static final Map<String, Object> SIGNATURE = Map.of(
            "inputs", List.of(Map.of("name", "image", "type", "float32")),
            "outputs", List.of(Map.of("name", "digit", "type", "int64")));

    private final World world = new World();

    private String sent() {
        JsonNode upload = world.post(
                        MODEL + "/uploads", Map.of("size", FILE.length, "sha256", HASH, "filename", "model.onnx"))
                .body();
        String key = upload.path("key").asText();
        assertThat(upload.path("url").asText()).isNotEmpty();
        world.artifacts.write(key, FILE, "application/octet-stream");
        return key;
    }

    private Map<String, Object> described(String key) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "artifact",
                key,
                "format",
                "onnx",
                "signature",
                SIGNATURE,
                "source",
                "https://models.example.com/d",
                "owner",
                "vision@example.com",
                "sha256",
                HASH,
                "tags",
                Map.of("k", "v")));
        body.put("why", "first");
        return body;
    }

    private void bare(String source) {
        world.registry.createVersion(
                new ModelVersion(
                        Workspace.DEFAULT,
                        "digits",
                        0,
                        "",
                        "",
                        "",
                        "{}",
                        ModelCard.EMPTY,
                        VersionStatus.CANDIDATE,
                        Map.of(),
                        World.NOW,
                        World.NOW,
                        null,
                        Origin.imported(source),
                        "",
                        List.of()),
                new Change("ann", "", "c", World.NOW));
    }

    @Test
    void register_aFileThatWasSent_isACompleteVersion() {
        World.Answer registered = world.post(MODEL + "/versions", described(sent()));

        assertThat(registered.status()).as(registered.body().toString()).isEqualTo(201);
        JsonNode version = world.get(MODEL + "/versions/1").body();
        assertThat(version).isEqualTo(registered.body());
        assertThat(version.path("origin").asText()).isEqualTo("imported");
        assertThat(version.path("recorded").asBoolean()).isTrue();
        JsonNode imported = version.path("imported");
        assertThat(imported.path("sha256").asText()).isEqualTo(HASH);
        assertThat(imported.path("source").asText()).isEqualTo("https://models.example.com/d");
        assertThat(imported.path("owner").asText()).isEqualTo("vision@example.com");
        assertThat(imported.path("signature").asText()).contains("\"name\":\"image\"");
        assertThat(imported.path("facts").path("format").asText()).isEqualTo("onnx");
        assertThat(imported.path("missing")).isEmpty();
        assertThat(world.get(MODEL + "/versions/1/card")
                        .body()
                        .at("/imported/sha256")
                        .asText())
                .isEqualTo(HASH);
        assertThat(world.get(MODEL + "/versions/1/files")
                        .body()
                        .at("/files/0/name")
                        .asText())
                .isEqualTo("model.onnx");
        assertThat(world.get(MODEL + "/history?type=VersionCreated")
                        .body()
                        .at("/events/0/after")
                        .toString())
                .contains(HASH, "version.fact.format");
        assertThat(world.post(MODEL + "/uploads", Map.of("size", FILE.length, "sha256", HASH, "filename", "model.onnx"))
                        .body()
                        .path("exists")
                        .asBoolean())
                .isTrue();
        assertThat(world.post(MODEL + "/versions/1/status", Map.of("status", "Staging"))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"artifact", "format", "signature", "source", "owner"})
    void register_withoutAField_isRefusedByItsName(String field) {
        Map<String, Object> body = described(sent());
        body.remove(field);

        World.Answer refused = world.post(MODEL + "/versions", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.details()).hasSize(1);
        assertThat(refused.details().path(0).path("place").asText()).isEqualTo("body /" + field);
        assertThat(world.registry.models(Workspace.DEFAULT)).isEmpty();
    }

    @Test
    void register_withFaults_isRefusedAndLeavesNothing() {
        Map<String, Object> body = described(sent());
        body.put("sha256", "0".repeat(64));
        assertThat(world.post(MODEL + "/versions", body).code()).isEqualTo("HASH_DIFFERS");
        body.put("sha256", "0");
        body.put("format", "pickle");
        body.put("signature", Map.of("inputs", List.of(1), "outputs", List.of()));
        assertThat(world.post(MODEL + "/versions", body).details()).hasSize(4);
        Map<String, Object> absent = described("w/default/models/uploaded/" + "0".repeat(64) + "/model.onnx");
        assertThat(world.post(MODEL + "/versions", absent).code()).isEqualTo("MISSING_ARTIFACTS");
        Map<String, Object> foreign = described("w/team/models/uploaded/" + HASH + "/model.onnx");
        world.artifacts.write("w/team/models/uploaded/" + HASH + "/model.onnx", FILE, "application/octet-stream");
        assertThat(world.post(MODEL + "/versions", foreign).code()).isEqualTo("MISSING_ARTIFACTS");
        assertThat(world.post(MODEL + "/uploads", Map.of("size", 0, "sha256", "x", "filename", "../x"))
                        .details())
                .hasSize(3);
        assertThat(world.registry.models(Workspace.DEFAULT)).isEmpty();
    }

    @Test
    void status_ofAnIncompleteImport_goesOnlyWhenItsRecordIsCompleted() {
        bare("memory://artifacts/w/default/mlflow/0/model");
        World.Answer refused = world.post(MODEL + "/versions/1/status", Map.of("status", "Production"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("INCOMPLETE_VERSION");
        assertThat(refused.details())
                .extracting(detail -> detail.path("place").asText())
                .containsExactly("version 1, signature", "version 1, sha256", "version 1, owner");
        world.artifacts.write("w/default/mlflow/0/model/model.pb", FILE, "application/octet-stream");

        JsonNode recorded = world.post(
                        MODEL + "/versions/1:record",
                        Map.of("signature", SIGNATURE, "owner", "ann", "why", "as its notebook says"))
                .body();

        assertThat(recorded.path("recorded").asBoolean()).isTrue();
        assertThat(recorded.at("/imported/sha256").asText()).isEqualTo(Sha256.hex(HASH + " model.pb\n"));
        assertThat(world.get(MODEL + "/history").body().at("/events/0/type").asText())
                .isEqualTo("VersionRecorded");
        assertThat(world.post(MODEL + "/versions/1/status", Map.of("status", "Production"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void record_whatIsElsewhereOrTrainedOrDiffers() {
        bare("s3://elsewhere/model");
        JsonNode given =
                world.post(MODEL + "/versions/1:record", Map.of("sha256", HASH)).body();
        assertThat(given.at("/imported/sha256").asText()).isEqualTo(HASH);
        assertThat(given.at("/imported/facts/sha256By").asText()).isEqualTo("anonymous");
        assertThat(given.at("/imported/missing").has("signature")).isTrue();
        bare("memory://artifacts/w/default/mlflow/0/model");
        world.artifacts.write("w/default/mlflow/0/model/model.pb", FILE, "application/octet-stream");
        assertThat(world.post(MODEL + "/versions/2:record", Map.of("sha256", HASH))
                        .code())
                .isEqualTo("HASH_DIFFERS");
        world.register("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        assertThat(world.post("/v1/models/parcel-delay/versions/1:record", Map.of("owner", "me"))
                        .code())
                .isEqualTo("TRAINED_VERSION");
    }
}
