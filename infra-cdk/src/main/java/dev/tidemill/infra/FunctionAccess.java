package dev.tidemill.infra;

import static dev.tidemill.infra.StoreBucket.ARTIFACTS;
import static dev.tidemill.infra.StoreBucket.CAPTURE;
import static dev.tidemill.infra.StoreBucket.LAKE;
import static dev.tidemill.infra.StoreTable.FEATURES;
import static dev.tidemill.infra.StoreTable.LIFECYCLE;
import static dev.tidemill.infra.StoreTable.REGISTRY;
import static dev.tidemill.infra.StoreTable.TRACKING;

import dev.tidemill.infra.function.DeployedFunction;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What each function uses.
 *
 * @param place where it is deployed
 * @param open whether whoever calls without signature and token administers: in an emulator on the loopback
 * @param administrators who administers every workspace, joined by commas; empty for none
 * @param queues of the lifecycle stack
 * @param outboxStreamArn stream of the lifecycle table
 * @param busArn of the event bus
 * @param keyArn of the customer key; empty where AWS's own keys encrypt
 */
record FunctionAccess(
        Place place,
        boolean open,
        String administrators,
        LifecycleQueues queues,
        String outboxStreamArn,
        String busArn,
        Optional<String> keyArn) {
    private static final Set<DeployedFunction> FACES =
            EnumSet.of(DeployedFunction.LIFECYCLE_API, DeployedFunction.TRACKING_API, DeployedFunction.INFERENCE);
    private static final String REVISIONS = "w/*/projects/*";
    private static final String EXECUTIONS = "w/*/executions/*";
    private static final String MODELS = "w/*/models/*";
    private static final String RUNS = "w/*/mlflow/*";
    private static final String PROXIED = "w/*/mlflow-artifacts/*";
    private static final String RAW = "w/*/raw/*";
    private static final String QUARANTINE = "w/*/quarantine/*";
    private static final String ALL = "w/*";

    Access of(DeployedFunction function) {
        Access access = new Access(place);
        access.tell("POWERTOOLS_SERVICE_NAME", "tidemill").tell("JAVA_TOOL_OPTIONS", function.javaOptions());
        access.allow(
                List.of("logs:CreateLogStream", "logs:PutLogEvents"),
                List.of(place.arn("logs", "log-group:/aws/lambda/" + function.functionName() + ":*")));
        keyArn.ifPresent(key -> access.allow(List.of("kms:Decrypt", "kms:GenerateDataKey"), List.of(key)));
        if (FACES.contains(function)) {
            access.tell("TIDEMILL_WORKERS", "role/" + TrainingStack.jobRole(place));
            if (!administrators.isEmpty()) {
                access.tell("TIDEMILL_ADMINISTRATORS", administrators);
            }
            if (open) {
                access.tell("TIDEMILL_OPEN_API", "true");
            }
        }
        switch (function) {
            case LIFECYCLE_API -> lifecycleApi(access);
            case RECORD -> record(access);
            case PUBLISH -> publish(access);
            case TRIGGER -> trigger(access);
            case AUTHORIZE -> access.readsTokens();
            case TRACKING_API -> trackingApi(access);
            case WEBHOOKS -> webhooks(access);
            case INGESTION -> ingestion(access);
            case TRAINING_DISPATCH -> dispatch(access);
            case JOB_STATE -> jobState(access);
            case REGISTRATION -> registration(access);
            case INFERENCE -> captures(access).reads(FEATURES).reads(REGISTRY).reads(ARTIFACTS, MODELS, REVISIONS);
            case SCORING -> scoring(access);
            case CAPTURE -> captureDrain(access);
            case MONITORING -> monitoring(access);
        }
        return access;
    }

    private static void lifecycleApi(Access access) {
        access.changes(LIFECYCLE)
                .changes(REGISTRY)
                .reads(TRACKING)
                .reads(FEATURES)
                .reads(ARTIFACTS, ALL)
                // The files of a training that its caller runs are sent to addresses that this function signs.
                .writes(ARTIFACTS, REVISIONS, EXECUTIONS, MODELS, RUNS)
                .readsTables()
                .reads(LAKE, RAW, QUARANTINE)
                .writes(LAKE, RAW)
                .reads(CAPTURE, ALL)
                .starts("ingestion", "training", "deployment", "batch-scoring", "monitoring")
                .watchesExecutions(
                        List.of("states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution"))
                // Cancelling a training fails its waiting task, so that the machine terminates the job; a caller that
                // trains itself completes it.
                .answersTasks(List.of("states:SendTaskSuccess", "states:SendTaskFailure"), "training")
                .readsLogs(
                        TrainingStack.LOG_GROUP,
                        "/aws/lambda/tidemill-ingestion",
                        "/aws/lambda/tidemill-training-dispatch",
                        "/aws/lambda/tidemill-registration",
                        "/aws/lambda/tidemill-inference",
                        "/aws/lambda/tidemill-scoring",
                        "/aws/lambda/tidemill-monitoring");
    }

    private void record(Access access) {
        access.changes(LIFECYCLE)
                .allow(
                        List.of("sqs:SendMessage"),
                        List.of(queues.eventFailures().getQueueArn()));
    }

    private void publish(Access access) {
        access.allow(
                        List.of("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
                        List.of(outboxStreamArn))
                .allow(Unscoped.STREAMS_ARE_LISTED_ON_NO_RESOURCE)
                .allow(List.of("events:PutEvents"), List.of(busArn))
                .allow(
                        List.of("sqs:SendMessage"),
                        List.of(queues.outboxFailures().getQueueArn()))
                .tell("TIDEMILL_EVENT_BUS", LifecycleStack.BUS);
    }

    private void trigger(Access access) {
        access.changes(LIFECYCLE)
                .reads(REGISTRY)
                .reads(ARTIFACTS, REVISIONS)
                .starts("training", "deployment", "monitoring")
                .allow(
                        List.of("sqs:SendMessage"),
                        List.of(queues.eventFailures().getQueueArn()));
    }

    private void trackingApi(Access access) {
        access.changes(TRACKING)
                .changes(REGISTRY)
                .writesOutbox()
                .reads(ARTIFACTS, ALL)
                .writes(ARTIFACTS, RUNS, PROXIED)
                .deletes(ARTIFACTS, RUNS, PROXIED);
        sendsWebhooks(access);
    }

    private void webhooks(Access access) {
        access.readsWebhooks()
                .recordsDeliveries()
                .allow(
                        List.of("sqs:SendMessage"),
                        List.of(queues.webhookFailures().getQueueArn()));
        sendsWebhooks(access);
    }

    /** An emulator's receivers are on its own machine, where nothing else may send. */
    private void sendsWebhooks(Access access) {
        if (open) {
            access.tell("TIDEMILL_WEBHOOK_LOOPBACK", "true");
        }
    }

    private static void ingestion(Access access) {
        access.commitsTables()
                .reads(LAKE, RAW)
                .writes(LAKE, QUARANTINE)
                .changes(LIFECYCLE)
                .changes(FEATURES)
                .reads(ARTIFACTS, REVISIONS, EXECUTIONS)
                .writes(ARTIFACTS, EXECUTIONS);
    }

    private void dispatch(Access access) {
        access.changes(LIFECYCLE)
                .reads(ARTIFACTS, REVISIONS, EXECUTIONS)
                .writes(ARTIFACTS, EXECUTIONS)
                .allow(Unscoped.BATCH_JOBS_ARE_FOUND_ON_NO_RESOURCE)
                .allow(
                        List.of("batch:SubmitJob"),
                        List.of(
                                place.arn("batch", "job-definition/" + TrainingStack.JOB_DEFINITION + "*"),
                                place.arn("batch", "job-queue/" + TrainingStack.CPU_QUEUE),
                                place.arn("batch", "job-queue/" + TrainingStack.GPU_QUEUE)))
                .allow(List.of("batch:TerminateJob", "batch:CancelJob"), List.of(place.arn("batch", "job/*")))
                .answersTasks(List.of("states:SendTaskSuccess", "states:SendTaskFailure"), "training")
                .tell("TIDEMILL_JOB_DEFINITION", TrainingStack.JOB_DEFINITION)
                .tell("TIDEMILL_JOB_QUEUE_CPU", TrainingStack.CPU_QUEUE)
                .tell("TIDEMILL_JOB_QUEUE_GPU", TrainingStack.GPU_QUEUE);
    }

    private void jobState(Access access) {
        access.changes(LIFECYCLE)
                .reads(ARTIFACTS, EXECUTIONS)
                .answersTasks(List.of("states:SendTaskSuccess", "states:SendTaskFailure"), "training")
                .allow(
                        List.of("sqs:SendMessage"),
                        List.of(queues.eventFailures().getQueueArn()));
    }

    private static void registration(Access access) {
        access.changes(REGISTRY)
                .changes(TRACKING)
                .changes(LIFECYCLE)
                .reads(ARTIFACTS, ALL)
                .writes(ARTIFACTS, MODELS, EXECUTIONS);
    }

    /** Predictions go to the queue; those too large for a message go to the bucket, and a pointer to the queue. */
    private Access captures(Access access) {
        return access.writes(CAPTURE, ALL)
                .allow(List.of("sqs:SendMessage"), List.of(queues.capture().getQueueArn()))
                .tell("TIDEMILL_CAPTURE_QUEUE_URL", queues.capture().getQueueUrl());
    }

    private void scoring(Access access) {
        captures(access)
                .reads(REGISTRY)
                .reads(FEATURES)
                .changes(LIFECYCLE)
                .readsTables()
                .reads(LAKE, RAW)
                .reads(ARTIFACTS, MODELS, REVISIONS, EXECUTIONS)
                .writes(ARTIFACTS, EXECUTIONS);
    }

    private void captureDrain(Access access) {
        access.reads(CAPTURE, ALL)
                .writes(CAPTURE, ALL)
                .deletes(CAPTURE, ALL)
                .allow(
                        List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
                        List.of(queues.capture().getQueueArn()));
    }

    private static void monitoring(Access access) {
        access.reads(CAPTURE, ALL)
                .readsTables()
                .reads(ARTIFACTS, ALL)
                .writes(ARTIFACTS, EXECUTIONS)
                .reads(REGISTRY)
                .changes(LIFECYCLE);
    }
}
