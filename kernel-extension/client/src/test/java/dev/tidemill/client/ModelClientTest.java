package dev.tidemill.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelClientTest {
    private static final String METADATA = """
            {"name": "m", "versions": ["1"], "platform": "tidemill",
             "inputs": [{"name": "carrier", "datatype": "BYTES", "shape": [-1]},
                        {"name": "distance", "datatype": "INT64", "shape": [-1]}],
             "outputs": [{"name": "probability", "datatype": "FP64", "shape": [-1]}]}""";

    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void predict_rows_areSentByColumnAndReadByRow() {
        api.on("GET /v2/models/m", 200, METADATA).on("POST /v2/models/m/infer", 200, """
                        {"model_name": "m", "model_version": "1",
                         "parameters": {"feature_status": {"weather.visib": ["PRESENT", "STALE"]}},
                         "outputs": [{"name": "probability", "datatype": "FP64", "shape": [2], "data": [0.25, 0.5]},
                                     {"name": "prediction", "datatype": "BOOL", "shape": [2], "data": [false, true]},
                                     {"name": "prediction_id", "datatype": "BYTES", "shape": [2], "data": ["P1", "P2"]}]}""");
        Map<String, @Nullable Object> first = new LinkedHashMap<>();
        first.put("carrier", "AA");
        first.put("distance", 100);
        first.put("weather.visib", 10);
        Map<String, @Nullable Object> second = new LinkedHashMap<>();
        second.put("carrier", "UA");
        second.put("distance", null);

        Predictions predictions = api.client().model("m").predict(List.of(first, second));

        assertThat(api.only("POST /v2/models/m/infer").json()).isEqualTo(Document.parse("""
                {"inputs": [
                  {"name": "carrier", "shape": [2], "datatype": "BYTES", "data": ["AA", "UA"]},
                  {"name": "distance", "shape": [2], "datatype": "INT64", "data": [100, null]},
                  {"name": "weather.visib", "shape": [2], "datatype": "FP64", "data": [10, null]}]}"""));
        assertThat(predictions.modelVersion()).isEqualTo("1");
        assertThat(predictions.rows()).extracting(Predictions.Prediction::id).containsExactly("P1", "P2");
        assertThat(predictions.rows().getLast().number("probability")).isEqualTo(0.5);
        assertThat(predictions.rows().getFirst().outputs()).containsEntry("prediction", false);
        assertThat(predictions
                        .parameters()
                        .at("feature_status", "weather.visib", "1")
                        .text())
                .isEqualTo("STALE");
    }

    @Test
    void predict_noRow_isRefused() {
        assertThatThrownBy(() -> api.client().model("m").predict(List.of())).hasMessageContaining("no row");
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void predict_refused_isNotTriedAgain() {
        api.on("GET /v2/models/m", 200, METADATA)
                .on("POST /v2/models/m/infer", 503, Map.of("error", "busy"))
                .on("POST /v2/models/m/infer", 200, "{}");

        assertThatThrownBy(() -> api.client().model("m").predictOne(Map.of("carrier", "AA")))
                .hasMessage("busy");
    }

    @Test
    void versionsAndAliases_areRead() {
        api.on("GET /v1/models", 200, """
                        {"models": [{"name": "m", "latestVersion": 2, "aliases": {"champion": 2}}]}""")
                .on("GET /v1/models/m", 200, """
                        {"name": "m", "aliases": {"champion": 2},
                         "versions": [{"model": "m", "version": 2}, {"model": "m", "version": 1}]}""")
                .on("GET /v1/models/m/versions/2", 200, """
                        {"model": "m", "version": 2, "card": "# m",
                         "manifest": {"decision": "pass", "gates": [{"metric": "log-loss"}]}}""")
                .on("GET /v1/models/m/aliases/champion", 200, """
                        {"model": "m", "version": 2, "alias": "champion", "manifest": {}}""");

        ModelClient model = api.client().model("m");

        assertThat(api.client().models())
                .singleElement()
                .satisfies(m -> assertThat(m.aliases()).containsEntry("champion", 2));
        assertThat(model.describe().versions()).containsExactly(1, 2);
        ModelVersionInfo version = model.version(2);
        assertThat(version.decision()).isEqualTo("pass");
        assertThat(version.gates()).hasSize(1);
        assertThat(version.card()).isEqualTo("# m");
        assertThat(model.alias("champion")).isEqualTo(2);
    }

    @Test
    void files_areListedAndCopied(@TempDir Path folder) throws IOException {
        api.on(
                        "GET /v1/models/m/versions/2/files",
                        200,
                        Map.of(
                                "files",
                                List.of(Map.of(
                                        "name", "bundle/bundle.json", "url", api.address() + "/store/bundle.json"))))
                .on("GET /store/bundle.json", 503, "busy")
                .on("GET /store/bundle.json", 200, "{\"format\":1}");
        TidemillClient client = api.client();

        RemoteFile file = client.model("m").files(2).getFirst();
        Path copy = Files.writeString(folder.resolve("copy.json"), "what was there before is longer");
        client.download(file, copy);

        assertThat(file.name()).isEqualTo("bundle/bundle.json");
        assertThat(copy).hasContent("{\"format\":1}");
        Path nowhere = folder.resolve("no-folder/copy.json");
        assertThatThrownBy(() -> client.download(file, nowhere)).hasMessageContaining(nowhere.toString());
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void download_refused_leavesTheFileAsItWas(@TempDir Path folder) throws IOException {
        api.on("GET /store/old", 403, "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>");
        RemoteFile old = new RemoteFile("old", URI.create(api.address() + "/store/old"));
        Path copy = Files.writeString(folder.resolve("old"), "as it was");

        assertThatThrownBy(() -> api.client().download(old, copy))
                .isInstanceOfSatisfying(
                        TidemillException.class, e -> assertThat(e.status()).isEqualTo(403));
        assertThat(copy).hasContent("as it was");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }
}
