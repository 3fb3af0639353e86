package dev.tidemill.infra;

import dev.tidemill.infra.function.DeployedFunction;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * The queue of captured predictions, and the queues where what could not be handled waits for a person for two weeks;
 * nothing asks these, so that they cost nothing while they wait.
 */
final class LifecycleQueues extends Construct {
    private static final int RECEIVED_AT_MOST = 5;

    private final Optional<IKey> key;
    private final Queue capture;
    private final Queue captureFailures;
    private final Queue outboxFailures;
    private final Queue eventFailures;
    private final Queue webhookFailures;

    LifecycleQueues(Construct scope, Optional<IKey> key) {
        super(scope, "Queues");
        this.key = key;
        this.captureFailures = queue("CaptureFailures", "capture-failures").build();
        this.outboxFailures = queue("OutboxFailures", "outbox-failures").build();
        this.eventFailures = queue("EventFailures", "event-failures").build();
        this.webhookFailures = queue("WebhookFailures", "webhook-failures").build();
        // Six times the function's timeout, as AWS asks of a queue that a function drains.
        this.capture = queue("Capture", "capture")
                .visibilityTimeout(Duration.seconds(6 * DeployedFunction.CAPTURE.timeoutSeconds()))
                .deadLetterQueue(DeadLetterQueue.builder()
                        .queue(captureFailures)
                        .maxReceiveCount(RECEIVED_AT_MOST)
                        .build())
                .build();
    }

    /** Every queue that waits for a person, by name. */
    SortedMap<String, Queue> failures() {
        return new TreeMap<>(Map.of(
                "tidemill-capture-failures", captureFailures,
                "tidemill-event-failures", eventFailures,
                "tidemill-outbox-failures", outboxFailures,
                "tidemill-webhook-failures", webhookFailures));
    }

    private Queue.Builder queue(String id, String name) {
        Queue.Builder builder = Queue.Builder.create(this, id)
                .queueName("tidemill-" + name)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(14));
        key.ifPresentOrElse(
                k -> builder.encryption(QueueEncryption.KMS).encryptionMasterKey(k),
                () -> builder.encryption(QueueEncryption.SQS_MANAGED));
        return builder;
    }

    Queue capture() {
        return capture;
    }

    /** Events of the registry that a webhook was not told, with the reasons. */
    Queue webhookFailures() {
        return webhookFailures;
    }

    /** Events of the outbox that could not be published. */
    Queue outboxFailures() {
        return outboxFailures;
    }

    /** Events that could not be delivered to a function, or that it could not handle. */
    Queue eventFailures() {
        return eventFailures;
    }
}
