package dev.tidemill.batchrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.KeyValuesPair;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

class BatchRunnerTest {
    private static final String TEMPLATE = """
            {"Resources": {
              "Cpu": {"Type": "AWS::Batch::JobQueue", "Properties": {"JobQueueName": "cpu", "Priority": 1}},
              "Off": {"Type": "AWS::Batch::JobQueue", "Properties": {"JobQueueName": "off", "State": "DISABLED"}},
              "Def": {"Type": "AWS::Batch::JobDefinition", "Properties": {
                "JobDefinitionName": "shell", "Type": "container",
                "ContainerProperties": {"Image": "registry/shell@sha256:0", "Command": ["-c", "exit 0"],
                  "Environment": [{"Name": "FROM_DEFINITION", "Value": {"Fn::Sub": "${AWS::Region}-x"}}],
                  "ResourceRequirements": [{"Type": "VCPU", "Value": "1"}, {"Type": "MEMORY", "Value": "512"}]},
                "RetryStrategy": {"Attempts": 3, "EvaluateOnExit": [
                  {"OnExitCode": "75", "Action": "RETRY"},
                  {"OnStatusReason": "Host EC2*", "Action": "RETRY"},
                  {"OnExitCode": "*", "Action": "EXIT"}]}}}}}
            """;

    private final Path home;
    private final FakeAws aws;
    private RunningBatch batch;

    BatchRunnerTest(@TempDir Path home) throws IOException {
        this.home = home;
        this.aws = new FakeAws();
        Files.createDirectories(home.resolve("cdk.out"));
        Files.writeString(home.resolve("cdk.out/Training.template.json"), TEMPLATE);
        this.batch = start();
    }

    private RunningBatch start() throws IOException {
        return RunningBatch.start(
                new RunnerOptions(
                        0,
                        aws.endpoint(),
                        "us-east-1",
                        "000000000000",
                        home.resolve("batch"),
                        home.resolve("cdk.out"),
                        "job-state",
                        new LocalCommand(Map.of("registry/shell", "/bin/sh")),
                        Map.of("FROM_RUNNER", "yes"),
                        new Machine(2, 2048, 0)),
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        batch.close();
        aws.close();
    }

    private BatchClient client() {
        return BatchClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + batch.port()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private String submit(String script, Consumer<SubmitJobRequest.Builder> more) {
        return client().submitJob(request -> {
                    request.jobName("job-1")
                            .jobQueue("arn:aws:batch:us-east-1:000000000000:job-queue/cpu")
                            .jobDefinition("shell")
                            .containerOverrides(container -> container.command("-c", script));
                    more.accept(request);
                })
                .jobId();
    }

    private static List<ResourceRequirement> need(ResourceType type, String value) {
        return List.of(ResourceRequirement.builder().type(type).value(value).build());
    }

    private JobDetail job(String id) {
        return client().describeJobs(request -> request.jobs(id)).jobs().getFirst();
    }

    private JobDetail awaitStatus(String id, JobStatus status) throws Exception {
        until(() -> job(id).status() == status);
        return job(id);
    }

    @Test
    void submit_exitZero_succeedsAndTellsEachStatus() throws Exception {
        String id = submit(
                "",
                request -> request.containerOverrides(container -> container
                        .command(
                                "-c",
                                "echo said $FROM_DEFINITION $FROM_RUNNER $OWN $AWS_BATCH_JOB_ATTEMPT $AWS_BATCH_JQ_NAME")
                        .environment(List.of(
                                KeyValuePair.builder().name("OWN").value("mine").build()))));
        JobDetail done = awaitStatus(id, JobStatus.SUCCEEDED);
        assertThat(done.container().exitCode()).isZero();
        assertThat(done.attempts()).hasSize(1);
        assertThat(done.jobQueue()).isEqualTo("arn:aws:batch:us-east-1:000000000000:job-queue/cpu");
        until(() -> aws.statuses(id).size() == 4);
        assertThat(aws.statuses(id)).containsExactly("RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED");
        until(() -> aws.logLines().stream()
                .anyMatch(("/aws/batch/job shell/default/" + id + "-1 said us-east-1-x yes mine 1 cpu")::equals));
        assertThat(Files.readString(home.resolve("batch/logs/job-1.log"))).contains("said us-east-1-x yes mine 1 cpu");
    }

    @Test
    void event_anyStatus_hasEventBridgesShape() throws Exception {
        String id = submit("exit 0", request -> {});
        until(() -> aws.statuses(id).contains("SUCCEEDED"));
        JsonNode event = aws.events().getLast();
        assertThat(event.get("source").asText()).isEqualTo("aws.batch");
        assertThat(event.get("detail-type").asText()).isEqualTo("Batch Job State Change");
        assertThat(event.at("/resources/0").asText()).isEqualTo("arn:aws:batch:us-east-1:000000000000:job/" + id);
        assertThat(event.at("/detail/jobName").asText()).isEqualTo("job-1");
        assertThat(event.at("/detail/attempts/0/container/exitCode").asInt()).isZero();
        assertThat(event.at("/detail/container/image").asText()).isEqualTo("registry/shell@sha256:0");
    }

    @Test
    void event_consumerRefuses_isSentAgain() throws Exception {
        aws.refuseNext(2);
        String id = submit("exit 0", request -> {});
        until(() -> aws.statuses(id).contains("SUCCEEDED"));
        assertThat(aws.statuses(id)).hasSize(4);
    }

    @Test
    void submit_hostEnvironment_isHidden() throws Exception {
        String id = submit("env; exit 0", request -> {});
        awaitStatus(id, JobStatus.SUCCEEDED);
        String log = Files.readString(home.resolve("batch/logs/job-1.log"));
        assertThat(log)
                .contains("AWS_ENDPOINT_URL=" + aws.endpoint())
                .doesNotContain("JAVA_HOME=")
                .doesNotContain("MAVEN_");
    }

    @Test
    void submit_exitCodeToRetry_runsAgainUntilItSucceeds() throws Exception {
        String id = submit("test $AWS_BATCH_JOB_ATTEMPT = 3 || exit 75", request -> {});
        JobDetail done = awaitStatus(id, JobStatus.SUCCEEDED);
        assertThat(done.attempts()).hasSize(3);
        assertThat(done.attempts().getFirst().container().exitCode()).isEqualTo(75);
        until(() -> aws.statuses(id).contains("SUCCEEDED"));
        assertThat(aws.statuses(id).stream().filter("RUNNING"::equals)).hasSize(3);
        assertThat(aws.statuses(id)).doesNotContain("FAILED");
    }

    @Test
    void submit_exitCodeToGiveUp_failsAtOnce() throws Exception {
        JobDetail failed = awaitStatus(submit("exit 10", request -> {}), JobStatus.FAILED);
        assertThat(failed.attempts()).hasSize(1);
        assertThat(failed.container().exitCode()).isEqualTo(10);
        assertThat(failed.statusReason()).isEqualTo("Essential container in task exited");
    }

    @Test
    void submit_attemptsUsedUp_fails() throws Exception {
        JobDetail failed = awaitStatus(submit("exit 75", request -> {}), JobStatus.FAILED);
        assertThat(failed.attempts()).hasSize(3);
    }

    @Test
    void submit_overMemory_isKilled() throws Exception {
        String id = submit(
                "",
                request -> request.containerOverrides(container -> container
                        .command("-c", "x=$(head -c 200000000 /dev/zero | tr '\\0' x); sleep 30; echo ${#x}")
                        .resourceRequirements(need(ResourceType.MEMORY, "64"))));
        JobDetail failed = awaitStatus(id, JobStatus.FAILED);
        assertThat(failed.container().reason()).isEqualTo("OutOfMemoryError: Container killed due to memory usage");
    }

    @Test
    void submit_moreThanTheMachineHas_staysRunnableWithTheReason() throws Exception {
        String id = submit(
                "exit 0",
                request -> request.containerOverrides(
                        container -> container.resourceRequirements(need(ResourceType.GPU, "1"))));
        JobDetail waiting = awaitStatus(id, JobStatus.RUNNABLE);
        assertThat(waiting.statusReason())
                .isEqualTo("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job needs 1 GPU, this machine has 0 GPU");
        client().cancelJob(request -> request.jobId(id).reason("not needed"));
        assertThat(job(id).status()).isEqualTo(JobStatus.FAILED);
        assertThat(job(id).statusReason()).isEqualTo("not needed");
    }

    @Test
    void submit_machineFull_waitsForRoom() throws Exception {
        Consumer<SubmitJobRequest.Builder> both = request -> request.containerOverrides(
                container -> container.command("-c", "sleep 2").resourceRequirements(need(ResourceType.VCPU, "2")));
        String first = submit("", both);
        String second = submit("", both);
        awaitStatus(first, JobStatus.RUNNING);
        assertThat(job(second).status()).isEqualTo(JobStatus.RUNNABLE);
        awaitStatus(second, JobStatus.SUCCEEDED);
        assertThat(job(second).startedAt()).isGreaterThanOrEqualTo(job(first).stoppedAt());
    }

    @Test
    void terminate_running_endsTheProcessAndFails() throws Exception {
        String id = submit("echo $$ > pid; sleep 60", request -> {});
        Path pid = home.resolve("batch/work/" + id + "/pid");
        until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
        client().terminateJob(request -> request.jobId(id).reason("changed my mind"));
        JobDetail failed = awaitStatus(id, JobStatus.FAILED);
        assertThat(failed.statusReason()).isEqualTo("changed my mind");
        assertThat(failed.isTerminated()).isTrue();
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                .isEmpty();
    }

    @Test
    void processKilled_underway_isAFailedAttempt() throws Exception {
        String id = submit("echo $$ > pid; sleep 60", request -> request.retryStrategy(retry -> retry.attempts(2)));
        Path file = home.resolve("batch/work/" + id + "/pid");
        until(() -> Files.exists(file) && !Files.readString(file).isBlank());
        ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).ifPresent(ProcessHandle::destroyForcibly);
        until(() -> job(id).attempts().size() == 1 && job(id).status() == JobStatus.RUNNING);
        assertThat(job(id).attempts().getFirst().container().exitCode()).isEqualTo(137);
        client().terminateJob(request -> request.jobId(id).reason("enough"));
        awaitStatus(id, JobStatus.FAILED);
    }

    @Test
    void restart_jobRan_countsAsALostHostAndIsRetried() throws Exception {
        String id = submit("test $AWS_BATCH_JOB_ATTEMPT = 2 || sleep 60", request -> {});
        awaitStatus(id, JobStatus.RUNNING);
        batch.close();
        batch = start();
        JobDetail done = awaitStatus(id, JobStatus.SUCCEEDED);
        assertThat(done.attempts()).hasSize(2);
        assertThat(done.attempts().getFirst().statusReason()).startsWith("Host EC2");
    }

    @Test
    void restart_endNotTold_tellsIt() throws Exception {
        aws.refuseNext(1000);
        String id = submit("exit 0", request -> {});
        awaitStatus(id, JobStatus.SUCCEEDED);
        batch.close();
        aws.refuseNext(0);
        batch = start();
        until(() -> aws.statuses(id).contains("SUCCEEDED"));
    }

    @Test
    void list_byName_findsJobsOfEveryStatus() throws Exception {
        String id = submit("exit 0", request -> request.jobName("01ARZ3NDEKTSV4RRFFQ69G5FAV"));
        awaitStatus(id, JobStatus.SUCCEEDED);
        submit("exit 0", request -> request.jobName("other"));
        var found = client().listJobs(request -> request.jobQueue("cpu")
                .filters(List.of(KeyValuesPair.builder()
                        .name("JOB_NAME")
                        .values("01ARZ3NDEKTSV4RRFFQ69G5FAV")
                        .build())));
        assertThat(found.jobSummaryList())
                .extracting(summary -> summary.jobId())
                .containsExactly(id);
        assertThat(client().listJobs(request -> request.jobQueue("cpu").jobStatus("SUCCEEDED"))
                        .jobSummaryList())
                .extracting(summary -> summary.jobId())
                .contains(id);
    }

    @Test
    void describe_declarations_showsTheTemplates() {
        assertThat(client().describeJobQueues(request -> {}).jobQueues())
                .extracting(queue -> queue.jobQueueName() + " " + queue.stateAsString())
                .containsExactlyInAnyOrder("cpu ENABLED", "off DISABLED");
        var definition = client().describeJobDefinitions(request -> request.jobDefinitionName("shell"))
                .jobDefinitions()
                .getFirst();
        assertThat(definition.retryStrategy().attempts()).isEqualTo(3);
        assertThat(definition.containerProperties().environment().getFirst().value())
                .isEqualTo("us-east-1-x");
    }

    @Test
    void submit_impossible_isRefusedByName() {
        assertThatThrownBy(() -> submit("", request -> request.jobQueue("fast")))
                .hasMessageContaining("JobQueue fast not found");
        assertThatThrownBy(() -> submit("", request -> request.jobQueue("off")))
                .hasMessageContaining("JobQueue off is DISABLED");
        assertThatThrownBy(() -> submit("", request -> request.jobDefinition("none")))
                .hasMessageContaining("JobDefinition none not found");
        assertThatThrownBy(() -> submit("", request -> request.jobName("a b")))
                .hasMessageContaining("jobName is \"a b\"");
        assertThatThrownBy(() -> submit("", request -> request.arrayProperties(array -> array.size(3))))
                .hasMessageContaining("does not take arrayProperties yet");
        assertThatThrownBy(() ->
                        client().terminateJob(request -> request.jobId("x").reason("y")))
                .hasMessageContaining("Job x not found");
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        Semaphore never = new Semaphore(0);
        Instant limit = Instant.now().plusSeconds(20);
        while (!Objects.requireNonNull(condition.call())) {
            assertThat(Instant.now()).as("the condition holds within 20 s").isBefore(limit);
            assertThat(never.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    @Test
    void parse_wrongOption_saysWhatWasExpected() {
        Machine machine = new Machine(2, 2048, 0);
        assertThatThrownBy(() -> RunnerOptions.parse(List.of("--run", "trainer"), machine))
                .hasMessage("Option --run is trainer: expected WORD=COMMAND");
        assertThatThrownBy(() -> RunnerOptions.parse(List.of("--gpus", "many"), machine))
                .hasMessage("Option --gpus is \"many\": expected a whole number");
        assertThatThrownBy(() -> RunnerOptions.parse(List.of("--speed", "1"), machine))
                .hasMessageStartingWith("Unknown option --speed");
        assertThat(RunnerOptions.parse(List.of("--run", "a=b c"), machine).commands())
                .isEqualTo(new LocalCommand(Map.of("a", "b c")));
    }
}
