package dev.tidemill.functionhost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.functionhost.RunningHost.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionHostTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path home;
    private final FakeLambdaApi api;
    private RunningHost host;

    FunctionHostTest(@TempDir Path home) throws IOException {
        this.home = home;
        this.api = new FakeLambdaApi();
        this.host = new RunningHost(api, home, Duration.ofMinutes(5), 2);
    }

    @AfterEach
    void stop() {
        host.close();
        api.close();
    }

    @Test
    void invoke_twice_reusesTheProcess() {
        api.function("probe").deploy();
        Reply first = host.invoke("probe", "{\"n\":1}");
        Reply second = host.invoke("probe", "{\"n\":2}");
        assertThat(first.status()).isEqualTo(200);
        assertThat(second.body().get("pid")).isEqualTo(first.body().get("pid"));
        assertThat(second.body().get("calls").asInt()).isEqualTo(2);
        assertThat(second.body().at("/event/n").asInt()).isEqualTo(2);
    }

    @Test
    void invoke_anyFunction_passesWhatLambdaPasses() {
        api.function("probe")
                .timeout(20)
                .environment(Map.of("OWN", "value", "FROM_HOST", "no"))
                .deploy();
        JsonNode body = host.invoke("probe", "{}").body();
        assertThat(body.get("arn").asText()).endsWith(":function:probe:live");
        assertThat(body.get("requestId").asText()).hasSize(36);
        assertThat(body.get("version").asText()).isEqualTo("$LATEST");
        assertThat(body.get("remaining").asInt()).isBetween(20_000, 60_000);
        assertThat(body.get("trace").asText()).contains("Root=1-00000000-000000000000000000000001");
        JsonNode env = body.get("env");
        assertThat(env.get("OWN").asText()).isEqualTo("value");
        assertThat(env.get("FROM_HOST").asText()).isEqualTo("no");
        assertThat(env.get("AWS_LAMBDA_FUNCTION_NAME").asText()).isEqualTo("probe");
        assertThat(env.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").asText()).isEqualTo("256");
        assertThat(env.get("AWS_ENDPOINT_URL").asText())
                .isEqualTo(api.endpoint().toString());
        assertThat(env.get("_HANDLER").asText()).endsWith("ProbeHandler");
    }

    @Test
    void invoke_anyFunction_hidesTheHostsEnvironment() {
        api.function("probe").deploy();
        JsonNode env = host.invoke("probe", "{}").body().get("env");
        List<String> ownNames = System.getenv().keySet().stream()
                .filter(name -> !List.of("PATH", "HOME", "TZ", "LANG", "TMPDIR").contains(name))
                .filter(name -> !name.startsWith("AWS_"))
                .toList();
        assertThat(env.fieldNames()).toIterable().doesNotContainAnyElementsOf(ownNames);
        assertThat(env.get("HOME").asText()).startsWith(home.toString());
    }

    @Test
    void invoke_heapNotSet_leavesRoomBelowTheMemory() {
        api.function("plain").memory(512).deploy();
        api.function("percent")
                .memory(512)
                .environment(Map.of("JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=40"))
                .deploy();
        long plain = host.invoke("plain", "{}").body().get("heap").asLong() >> 20;
        long percent = host.invoke("percent", "{}").body().get("heap").asLong() >> 20;
        assertThat(plain).isBetween(300L, 340L);
        assertThat(percent).isBetween(190L, 210L);
    }

    @Test
    void invoke_withLayer_layerSeesTheFunctionsClasses() {
        api.function("bare").deploy();
        api.function("probe").layered().deploy();
        assertThat(host.invoke("bare", "{}").body().get("layer").asText()).isEqualTo("no layer");
        assertThat(host.invoke("probe", "{}").body().get("layer").asText()).startsWith("layer sees ProbeHandler");
    }

    @Test
    void invoke_handlerThrows_isAFunctionErrorAndTheProcessLives() {
        api.function("probe").deploy();
        JsonNode before = host.invoke("probe", "{}").body();
        Reply thrown = host.invoke("probe", "{\"do\":\"throw\"}");
        JsonNode after = host.invoke("probe", "{}").body();
        assertThat(thrown.status()).isEqualTo(500);
        assertThat(thrown.error()).isEqualTo("java.lang.IllegalStateException: as asked");
        assertThat(after.get("pid")).isEqualTo(before.get("pid"));
    }

    @Test
    void invoke_processCrashes_isAFunctionErrorAndTheNextWorks() {
        api.function("probe").deploy();
        JsonNode before = host.invoke("probe", "{}").body();
        Reply crashed = host.invoke("probe", "{\"do\":\"crash\"}");
        Reply after = host.invoke("probe", "{}");
        assertThat(crashed.status()).isEqualTo(500);
        assertThat(crashed.error()).startsWith("Runtime.ExitError: RequestId: ").endsWith("exit status 7");
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.body().get("pid")).isNotEqualTo(before.get("pid"));
    }

    @Test
    void invoke_pastTheTimeout_killsTheProcess() throws Exception {
        api.function("probe").timeout(2).deploy();
        long pid = host.invoke("probe", "{}").body().get("pid").asLong();
        Reply hung = host.invokeAsync("probe", "{\"do\":\"hang\"}", Duration.ofSeconds(2))
                .join();
        assertThat(hung.error()).startsWith("Sandbox.Timedout: ").endsWith("Task timed out after 2.00 seconds");
        until(() -> ProcessHandle.of(pid).isEmpty());
        assertThat(host.invoke("probe", "{}").status()).isEqualTo(200);
    }

    @Test
    void invoke_overTheMemory_killsTheProcess() {
        api.function("probe")
                .memory(200)
                .timeout(30)
                .environment(Map.of("JAVA_TOOL_OPTIONS", "-Xmx600m"))
                .deploy();
        Reply held = host.invoke("probe", "{\"do\":\"hold\"}");
        assertThat(held.error()).startsWith("Runtime.OutOfMemory: ").contains("memory size 200 MB, used 2");
        assertThat(host.invoke("probe", "{}").status()).isEqualTo(200);
    }

    @Test
    void invoke_initFails_tellsTheReasonEachTime() {
        api.function("probe").environment(Map.of("FAIL_INIT", "1")).deploy();
        assertThat(host.invoke("probe", "{}").error()).contains("no start today");
        assertThat(host.invoke("probe", "{}").error()).contains("no start today");
    }

    @Test
    void invoke_moreThanTheConcurrency_queues() throws Exception {
        api.function("probe").concurrency(2).timeout(30).deploy();
        List<CompletableFuture<Reply>> replies = IntStream.range(0, 6)
                .mapToObj(at -> host.invokeAsync("probe", "{\"do\":\"wait\",\"millis\":300}", PATIENCE))
                .toList();
        assertThat(replies.stream()
                        .map(CompletableFuture::join)
                        .map(reply -> reply.body().get("pid").asLong())
                        .distinct())
                .hasSize(2);
        assertThat(host.status().at("/functions/0/coldStarts").asInt()).isEqualTo(2);
    }

    @Test
    void invoke_24ColdStartsAtOnce_allAnswer() throws IOException {
        host.close();
        host = new RunningHost(api, home, Duration.ofMinutes(5), 24);
        api.function("probe").concurrency(24).timeout(60).deploy();
        Path folder = Files.createDirectory(home.resolve("gathered"));
        String event = "{\"do\":\"gather\",\"folder\":\"" + folder + "\",\"count\":24}";
        List<CompletableFuture<Reply>> replies = IntStream.range(0, 24)
                .mapToObj(at -> host.invokeAsync("probe", event, PATIENCE))
                .toList();
        List<Reply> done = replies.stream().map(CompletableFuture::join).toList();
        assertThat(done).extracting(Reply::status).containsOnly(200);
        assertThat(done.stream().map(reply -> reply.body().get("pid").asLong()).distinct())
                .hasSize(24);
    }

    @Test
    void invoke_noNativeClient_worksAllTheSame() throws IOException {
        host.close();
        host = new RunningHost(api, home, Duration.ofMinutes(5), 2, false);
        api.function("probe").deploy();
        Reply first = host.invoke("probe", "{}");
        Reply second = host.invoke("probe", "{\"n\":\"grüezi\"}");
        assertThat(second.body().at("/event/n").asText()).isEqualTo("grüezi");
        assertThat(second.body().get("pid")).isEqualTo(first.body().get("pid"));
        assertThat(host.invoke("probe", "{\"do\":\"throw\"}").error())
                .isEqualTo("java.lang.IllegalStateException: as asked");
    }

    @Test
    void invoke_processUnused_endsIt() throws Exception {
        host.close();
        host = new RunningHost(api, home, Duration.ofSeconds(1), 2);
        api.function("probe").deploy();
        long pid = host.invoke("probe", "{}").body().get("pid").asLong();
        until(() -> ProcessHandle.of(pid).isEmpty());
        assertThat(host.status().get("processes").asInt()).isZero();
        assertThat(host.invoke("probe", "{}").status()).isEqualTo(200);
        try (var archives = Files.list(home.resolve("archives"))) {
            assertThat(archives.filter(file -> file.toString().endsWith(".jsa")))
                    .as("the first process left its class archive for the next")
                    .hasSize(1);
        }
    }

    @Test
    void invoke_afterAnUpdate_runsTheNewRevision() throws Exception {
        api.function("probe").environment(Map.of("OWN", "old")).deploy();
        long pid = host.invoke("probe", "{}").body().get("pid").asLong();
        api.function("probe").environment(Map.of("OWN", "new")).deploy();
        until(() -> host.invoke("probe", "{}").body().at("/env/OWN").asText().equals("new"));
        until(() -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void invoke_unknownOrDeleted_saysSo() throws Exception {
        assertThat(host.invoke("nobody", "{}").error())
                .isEqualTo("ResourceNotFoundException: No function nobody with version $LATEST is deployed");
        api.function("probe").deploy();
        assertThat(host.invoke("probe", "{}").status()).isEqualTo(200);
        api.delete("probe");
        until(() -> host.invoke("probe", "{}").error().startsWith("ResourceNotFoundException"));
    }

    @Test
    void invoke_otherRuntime_isRefused() {
        api.function("older").runtime("java21").deploy();
        assertThat(host.invoke("older", "{}").error())
                .isEqualTo("InvalidRuntimeException: Function older asks for runtime java21: this host runs java25"
                        + " only");
    }

    @Test
    void invoke_answerTooLarge_isRefused() {
        api.function("probe").memory(512).timeout(20).deploy();
        assertThat(host.invoke("probe", "{\"do\":\"large\"}").error()).startsWith("Function.ResponseSizeTooLarge");
    }

    @Test
    void invoke_handlerPrints_reachesCloudWatchAndTheFile() throws Exception {
        api.function("probe").deploy();
        host.invoke("probe", "{\"do\":\"print\",\"text\":\"grüezi\"}");
        until(() -> api.logLines().stream().anyMatch("/aws/lambda/probe said grüezi"::equals));
        assertThat(Files.readString(home.resolve("logs/probe.log")))
                .contains("START RequestId: ")
                .contains("said grüezi")
                .contains("REPORT RequestId: ")
                .contains("Init Duration: ");
    }

    @Test
    void close_processesRun_endsThemAll() {
        api.function("probe").deploy();
        long pid = host.invoke("probe", "{}").body().get("pid").asLong();
        host.close();
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    @Test
    void hostKilled_processesRun_endThemselves() throws Exception {
        api.function("probe").deploy();
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FunctionHostMain.class.getName(),
                        "--endpoint",
                        api.endpoint().toString(),
                        "--home",
                        home.resolve("killed").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var said = killed.inputReader()) {
            String line = String.valueOf(said.readLine());
            int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
            long pid = host.invokeAt(port, "probe", "{}").body().get("pid").asLong();
            assertThat(ProcessHandle.of(pid)).isPresent();
            killed.destroyForcibly().waitFor();
            until(() -> ProcessHandle.of(pid).isEmpty());
        }
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        Semaphore never = new Semaphore(0);
        Instant limit = Instant.now().plusSeconds(20);
        while (!condition.call()) {
            assertThat(Instant.now()).as("the condition holds within 20 s").isBefore(limit);
            assertThat(never.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
        }
    }
}
