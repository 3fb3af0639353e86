package dev.tidemill.batchrunner;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.batchrunner.Job.Attempt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Jobs in AWS Batch's shapes.
 *
 * @see <a href="https://docs.aws.amazon.com/batch/latest/APIReference/API_JobDetail.html">JobDetail</a>
 * @see <a href="https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html">Batch events</a>
 */
final class JobJson {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private final String region;
    private final String account;

    JobJson(String region, String account) {
        this.region = region;
        this.account = account;
    }

    String arn(String resource) {
        return "arn:aws:batch:" + region + ":" + account + ":" + resource;
    }

    /** One entry of ListJobs. */
    ObjectNode summary(Job job) {
        ObjectNode json = head(job);
        Attempt last = last(job);
        if (last != null) {
            ObjectNode container = json.putObject("container");
            putExit(container, last);
        }
        return json;
    }

    private ObjectNode head(Job job) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("jobArn", arn("job/" + job.id()))
                .put("jobId", job.id())
                .put("jobName", job.name())
                .put("jobDefinition", job.definition())
                .put("status", job.status().name())
                .put("createdAt", job.createdAt().toEpochMilli());
        if (job.statusReason() != null) {
            json.put("statusReason", job.statusReason());
        }
        if (job.startedAt() != null) {
            json.put("startedAt", job.startedAt().toEpochMilli());
        }
        if (job.stoppedAt() != null) {
            json.put("stoppedAt", job.stoppedAt().toEpochMilli());
        }
        return json;
    }

    private static @Nullable Attempt last(Job job) {
        return job.attempts().isEmpty() ? null : job.attempts().getLast();
    }

    private static void putExit(ObjectNode container, Attempt attempt) {
        if (attempt.exitCode() != null) {
            container.put("exitCode", attempt.exitCode());
        }
        if (attempt.reason() != null) {
            container.put("reason", attempt.reason());
        }
    }

    /** A whole job, as DescribeJobs and the state change event show it. */
    ObjectNode detail(Job job) {
        ObjectNode json = head(job)
                .put("jobQueue", arn("job-queue/" + job.queue()))
                .put("isCancelled", job.stopping() != null && job.attempts().isEmpty())
                .put("isTerminated", job.stopping() != null);
        ArrayNode attempts = json.putArray("attempts");
        for (Attempt attempt : job.attempts()) {
            ObjectNode one = attempts.addObject()
                    .put("startedAt", attempt.startedAt().toEpochMilli())
                    .put("stoppedAt", attempt.stoppedAt().toEpochMilli());
            if (attempt.statusReason() != null) {
                one.put("statusReason", attempt.statusReason());
            }
            ObjectNode container = one.putObject("container").put("logStreamName", attempt.logStream());
            putExit(container, attempt);
            container.putArray("networkInterfaces");
        }
        json.putArray("dependsOn");
        json.putObject("parameters");
        json.putObject("tags");
        json.putArray("platformCapabilities");
        json.set("retryStrategy", retry(job.spec().retry()));
        if (job.spec().timeoutSeconds() != null) {
            json.putObject("timeout").put("attemptDurationSeconds", job.spec().timeoutSeconds());
        }
        ObjectNode container = container(job.spec());
        Attempt last = last(job);
        if (last != null) {
            putExit(container, last);
        }
        container.put("logStreamName", last == null || !job.status().ended() ? job.logStream() : last.logStream());
        json.set("container", container);
        return json;
    }

    /** Container properties of a job or job definition. */
    ObjectNode container(JobSpec spec) {
        ObjectNode container = MAPPER.createObjectNode().put("image", spec.image());
        ArrayNode command = container.putArray("command");
        spec.command().forEach(command::add);
        ArrayNode environment = container.putArray("environment");
        spec.environment().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(variable ->
                        environment.addObject().put("name", variable.getKey()).put("value", variable.getValue()));
        ArrayNode requirements = container.putArray("resourceRequirements");
        requirement(
                requirements,
                "VCPU",
                spec.vcpus() == Math.rint(spec.vcpus())
                        ? Long.toString((long) spec.vcpus())
                        : Double.toString(spec.vcpus()));
        requirement(requirements, "MEMORY", Integer.toString(spec.memoryMb()));
        if (spec.gpus() > 0) {
            requirement(requirements, "GPU", Integer.toString(spec.gpus()));
        }
        for (String empty : new String[] {"volumes", "mountPoints", "ulimits", "networkInterfaces", "secrets"}) {
            container.putArray(empty);
        }
        return container;
    }

    private static void requirement(ArrayNode requirements, String type, String value) {
        requirements.addObject().put("type", type).put("value", value);
    }

    /** A retry strategy. */
    ObjectNode retry(RetryStrategy strategy) {
        ObjectNode json = MAPPER.createObjectNode().put("attempts", strategy.attempts());
        ArrayNode rules = json.putArray("evaluateOnExit");
        for (RetryStrategy.Rule rule : strategy.rules()) {
            ObjectNode one = rules.addObject();
            putIf(one, "onExitCode", rule.onExitCode());
            putIf(one, "onReason", rule.onReason());
            putIf(one, "onStatusReason", rule.onStatusReason());
            one.put("action", rule.retry() ? "RETRY" : "EXIT");
        }
        return json;
    }

    private static void putIf(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    /** The event that EventBridge delivers for a status. */
    ObjectNode stateChange(Job job) {
        ObjectNode event = MAPPER.createObjectNode()
                .put("version", "0")
                .put("id", UUID.randomUUID().toString())
                .put("detail-type", "Batch Job State Change")
                .put("source", "aws.batch")
                .put("account", account)
                .put(
                        "time",
                        job.statusAt()
                                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                                .toString())
                .put("region", region);
        event.putArray("resources").add(arn("job/" + job.id()));
        event.set("detail", detail(job));
        return event;
    }
}
