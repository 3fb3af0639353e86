package dev.tidemill.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectClientTest {
    private static final String HELLO_SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private FakeApi api;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private ProjectClient flights() {
        return api.client().project("flights");
    }

    private static Map<String, Object> running(String kind) {
        return Map.of("execution", TidemillClientTest.execution("X", kind, "RUNNING", Map.of()));
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 7];
        String[] first = {"git", "-C", folder.toString(), "-c", "user.name=t", "-c", "user.email=t@example.com"};
        System.arraycopy(first, 0, command, 0, first.length);
        System.arraycopy(arguments, 0, command, first.length, arguments.length);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void push_folder_sendsProjectYamlAndSqlOnly() throws IOException {
        write("project.yaml", "project: flights\n");
        write("features/weather.sql", "SELECT 1");
        write("notes.txt", "no");
        write(".hidden/old.sql", "no");
        api.on(
                "PUT /v1/projects/flights/revisions",
                201,
                Map.of(
                        "project",
                        "flights",
                        "revision",
                        "r1",
                        "created",
                        true,
                        "warnings",
                        List.of(Map.of("place", "p", "value", "v", "expected", "e"))));

        PushedRevision pushed = api.client().push(folder);

        assertThat(pushed).isEqualTo(new PushedRevision("flights", "r1", true, List.of("p: v, expected e")));
        Document body = api.only("PUT /v1/projects/flights/revisions").json();
        assertThat(body.at("files").fields().keySet()).containsExactly("features/weather.sql", "project.yaml");
        assertThat(body.at("files", "features/weather.sql").text()).isEqualTo("SELECT 1");
        assertThat(body.at("commit").isPresent()).isFalse();
        assertThat(body.at("dirty").isTrue()).isFalse();
    }

    @Test
    void push_committedFolder_sendsCommitAndWhetherItsFilesDiffer() throws IOException, InterruptedException {
        write("project.yaml", "project: flights\n");
        git("init", "-q");
        git("add", ".");
        git("commit", "-q", "-m", "first");
        write("notes.txt", "not pushed, so not dirty");
        api.on(
                "PUT /v1/projects/flights/revisions",
                200,
                Map.of("project", "flights", "revision", "r1", "created", false, "warnings", List.of()));

        api.client().push(folder);
        write("project.yaml", "project: flights # changed\n");
        api.client().push(folder);

        Document clean = api.requests().getFirst().json();
        Document dirty = api.requests().getLast().json();
        assertThat(clean.at("commit").text()).matches("[0-9a-f]{40}");
        assertThat(clean.at("dirty").isTrue()).isFalse();
        assertThat(dirty.at("commit").text()).isEqualTo(clean.at("commit").text());
        assertThat(dirty.at("dirty").isTrue()).isTrue();
    }

    @Test
    void push_withChangedProjectYaml_sendsTheChangeAsDirty() throws IOException {
        write("project.yaml", "project: flights\n");
        api.on(
                "PUT /v1/projects/flights/revisions",
                201,
                Map.of("project", "flights", "revision", "r2", "created", true, "warnings", List.of()));

        api.client().push(folder, yaml -> yaml + "x: 1\n");

        Document body = api.only("PUT /v1/projects/flights/revisions").json();
        assertThat(body.at("files", "project.yaml").text()).isEqualTo("project: flights\nx: 1\n");
        assertThat(body.at("dirty").isTrue()).isTrue();
    }

    @Test
    void push_renamedByTheChange_isAnotherProject() throws IOException {
        write("project.yaml", "project: flights\n");
        api.on(
                "PUT /v1/projects/mine/revisions",
                201,
                Map.of("project", "mine", "revision", "r3", "created", true, "warnings", List.of()));

        PushedRevision pushed = api.client().push(folder, yaml -> yaml.replace("flights", "mine"));

        assertThat(pushed.project()).isEqualTo("mine");
    }

    @Test
    void push_folderWithoutProject_isRefusedBeforeAnythingIsSent() throws IOException {
        assertThatThrownBy(() -> api.client().push(folder)).hasMessageContaining("has no project.yaml");
        write("project.yaml", "project: [oops\n");
        assertThatThrownBy(() -> api.client().push(folder))
                .hasMessageMatching("(?s)project.yaml line \\d is no YAML.*");
        write("project.yaml", "goal: x\n");
        assertThatThrownBy(() -> api.client().push(folder)).hasMessageContaining("expected a name");
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void ingest_newFile_isUploadedWithItsHashAndStarted() throws IOException {
        write("data.csv", "hello");
        api.on(
                        "POST /v1/projects/flights/uploads",
                        200,
                        Map.of(
                                "key",
                                "w/default/raw/k",
                                "sha256",
                                HELLO_SHA256,
                                "url",
                                api.address() + "/bucket/k?signed",
                                "headers",
                                Map.of("x-amz-checksum-sha256", "abc=", "Host", "elsewhere"),
                                "exists",
                                false))
                .on("PUT /bucket/k?signed", 200, "")
                .on("POST /v1/projects/flights/ingestions", 202, running("ingestion"));

        Execution started = flights().ingest("weather", folder.resolve("data.csv"));

        assertThat(started.id()).isEqualTo("X");
        assertThat(started.isRunning()).isTrue();
        Document asked = api.only("POST /v1/projects/flights/uploads").json();
        assertThat(asked)
                .isEqualTo(Document.parse("{\"dataset\":\"weather\",\"filename\":\"data.csv\",\"size\":5,\"sha256\":\""
                        + HELLO_SHA256 + "\"}"));
        FakeApi.Request put = api.only("PUT /bucket/k?signed");
        assertThat(put.body()).isEqualTo("hello");
        assertThat(put.headers()).containsEntry("X-amz-checksum-sha256", "abc=");
        FakeApi.Request ingestion = api.only("POST /v1/projects/flights/ingestions");
        assertThat(ingestion.headers()).containsKey("Idempotency-key");
        assertThat(ingestion.json())
                .isEqualTo(Document.parse(
                        "{\"dataset\":\"weather\",\"key\":\"w/default/raw/k\",\"filename\":\"data.csv\",\"sha256\":\""
                                + HELLO_SHA256 + "\"}"));
    }

    @Test
    void upload_fileTheStoreHas_isNotSentAgain() throws IOException {
        write("data.csv", "hello");
        api.on("POST /v1/projects/flights/uploads", 200, Map.of("key", "k", "sha256", HELLO_SHA256, "exists", true));

        Upload upload = flights().uploadForScoring(folder.resolve("data.csv"));

        assertThat(upload).isEqualTo(new Upload("k", HELLO_SHA256, "data.csv", 5, true));
        assertThat(api.only("POST /v1/projects/flights/uploads")
                        .json()
                        .at("purpose")
                        .text())
                .isEqualTo("scoring");
    }

    @Test
    void upload_missingFile_isNamed() {
        assertThatThrownBy(() -> flights().upload(folder.resolve("none.csv"), "weather"))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("none.csv cannot be read");
    }

    @Test
    void upload_refusedByTheStore_saysWhatTheStoreSaid() throws IOException {
        write("data.csv", "hello");
        api.on(
                        "POST /v1/projects/flights/uploads",
                        200,
                        Map.of("key", "k", "url", api.address() + "/k", "headers", Map.of(), "exists", false))
                .on("PUT /k", 400, "<Code>BadDigest</Code>");

        assertThatThrownBy(() -> flights().upload(folder.resolve("data.csv"), "weather"))
                .hasMessageContaining("BadDigest");
    }

    @Test
    void longWork_ofEachKind_sendsWhatTheApiDocuments() {
        for (String route : List.of("materializations", "trainings", "deployments", "scorings", "monitorings")) {
            api.on("POST /v1/projects/flights/" + route, 202, running(route));
        }
        Instant time = Instant.parse("2013-07-01T04:00:00Z");
        Upload upload = new Upload("k", "s", "f.csv", 1, false);

        flights().materialize(time);
        flights().train(Training.asOf(time).promotedOnPass());
        flights().deploy(2);
        flights().score(upload, "champion");
        flights().monitor(time);

        assertThat(body("materializations")).isEqualTo("{\"asOf\":\"2013-07-01T04:00:00Z\"}");
        assertThat(body("trainings")).isEqualTo("{\"asOf\":\"2013-07-01T04:00:00Z\",\"promote\":\"on-pass\"}");
        assertThat(Document.parse(body("deployments")))
                .isEqualTo(Document.parse("{\"version\":2,\"alias\":\"champion\"}"));
        assertThat(Document.parse(body("scorings")))
                .isEqualTo(Document.parse("{\"key\":\"k\",\"sha256\":\"s\",\"alias\":\"champion\"}"));
        assertThat(body("monitorings")).isEqualTo("{\"until\":\"2013-07-01T04:00:00Z\"}");
    }

    private String body(String route) {
        return api.only("POST /v1/projects/flights/" + route).body();
    }

    @Test
    void executions_overPages_areGatheredUpToTheLimit() {
        Map<String, Object> one = TidemillClientTest.execution("A", "training", "SUCCEEDED", Map.of());
        Map<String, Object> two = TidemillClientTest.execution("B", "training", "FAILED", Map.of());
        api.on(
                        "GET /v1/projects/flights/executions?kind=training&limit=3",
                        200,
                        Map.of("executions", List.of(one), "nextPageToken", "t 2"))
                .on(
                        "GET /v1/projects/flights/executions?kind=training&limit=2&pageToken=t%202",
                        200, Map.of("executions", List.of(two)));

        assertThat(flights().executions("training", null, 3))
                .extracting(Execution::id)
                .containsExactly("A", "B");
    }

    @Test
    void triggers_withAndWithoutExecution_areRead() {
        api.on(
                "GET /v1/projects/flights/triggers",
                200,
                Map.of(
                        "triggers",
                        List.of(
                                Map.of(
                                        "id",
                                        "t1",
                                        "event",
                                        "e1",
                                        "kind",
                                        "training",
                                        "decision",
                                        "started",
                                        "execution",
                                        "X"),
                                Map.of("id", "t2", "event", "e2", "kind", "training", "decision", "cool-down"))));

        assertThat(flights().triggers())
                .extracting(TriggerInfo::decision, TriggerInfo::execution)
                .containsExactly(tuple("started", "X"), tuple("cool-down", null));
    }

    @Test
    void onlineFeatures_areReadByEntityAndName() {
        api.on(
                "POST /v1/projects/flights/features:online",
                200,
                Map.of(
                        "values",
                        List.of(Map.of(
                                "entity",
                                "JFK",
                                "features",
                                Map.of(
                                        "weather.visib",
                                        Map.of("status", "STALE", "value", 10.0, "ageSeconds", 60),
                                        "weather.temp",
                                        Map.of("status", "MISSING"))))));

        Map<String, Map<String, FeatureValue>> values = flights()
                .onlineFeatures(
                        List.of("weather.visib", "weather.temp"),
                        List.of("JFK"),
                        Instant.parse("2013-07-01T04:00:00Z"));

        assertThat(values)
                .containsExactly(Map.entry(
                        "JFK",
                        Map.of(
                                "weather.visib", new FeatureValue(10.0, "STALE", 60L),
                                "weather.temp", new FeatureValue(null, "MISSING", null))));
        assertThat(api.only("POST /v1/projects/flights/features:online").json())
                .isEqualTo(Document.parse("{\"features\":[\"weather.visib\",\"weather.temp\"],\"entities\":[\"JFK\"],"
                        + "\"time\":\"2013-07-01T04:00:00Z\"}"));
    }

    @Test
    void start_whileTheSameRequestIsWorkedOn_isTriedAgain() {
        api.on(
                        "POST /v1/projects/flights/trainings",
                        409,
                        Map.of("error", Map.of("code", "IN_PROGRESS", "message", "m")))
                .on("POST /v1/projects/flights/trainings", 202, running("training"));

        assertThat(flights().train(Training.onAllData()).id()).isEqualTo("X");
        assertThat(api.requests())
                .extracting(r -> r.headers().get("Idempotency-key"))
                .doesNotContainNull();
        assertThat(api.requests().getFirst().headers().get("Idempotency-key"))
                .isEqualTo(api.requests().getLast().headers().get("Idempotency-key"));
    }
}
