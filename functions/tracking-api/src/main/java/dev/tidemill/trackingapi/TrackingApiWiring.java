package dev.tidemill.trackingapi;

import dev.tidemill.aws.client.SdkClients;
import dev.tidemill.aws.dynamodb.DynamoDbAccessLists;
import dev.tidemill.aws.dynamodb.DynamoDbDeliveries;
import dev.tidemill.aws.dynamodb.DynamoDbLoggedModels;
import dev.tidemill.aws.dynamodb.DynamoDbRegistry;
import dev.tidemill.aws.dynamodb.DynamoDbTracking;
import dev.tidemill.aws.dynamodb.DynamoDbWebhooks;
import dev.tidemill.aws.environment.Environment;
import dev.tidemill.aws.lambda.Callers;
import dev.tidemill.aws.s3.S3ObjectStore;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.access.ListedAccess;
import dev.tidemill.trackingapi.run.RunNames;
import dev.tidemill.trackingapi.webhook.DeliverWebhooks;
import dev.tidemill.trackingapi.webhook.Destination;
import dev.tidemill.trackingapi.webhook.PatientSender;
import dev.tidemill.trackingapi.webhook.WebhookEndpoints;
import dev.tidemill.trackingapi.webhook.WebhookSender;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Builds the tracking API's clients from the environment, once in a process. */
final class TrackingApiWiring {
    private static final Duration LONGEST_SEND = Duration.ofSeconds(10);

    /** The last attempt ends within twice the longest send after it, and so within the function's minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TrackingApiWiring() {}

    static TrackingApi fromEnvironment() {
        return of(System.getenv());
    }

    /** Who is told apart by what. */
    static Callers callers() {
        return Callers.of(System.getenv());
    }

    static TrackingApi of(Map<String, String> environment) {
        TrackingApiConfig config = TrackingApiConfig.of(environment);
        SdkClients clients = new SdkClients(environment);
        DynamoDbClient dynamoDb = clients.dynamoDb();
        InstantSource clock = InstantSource.system();
        Destination destination = destination(environment);
        WebhookEndpoints webhooks = new WebhookEndpoints(
                new DynamoDbWebhooks(dynamoDb, config.trackingTable()),
                destination,
                new WebhookSender(destination, LONGEST_SEND, clock),
                () -> UUID.randomUUID().toString());
        return new TrackingApi(
                        new DynamoDbTracking(
                                dynamoDb, config.trackingTable(), "s3://" + config.artifactsBucket(), clock),
                        new DynamoDbLoggedModels(dynamoDb, config.trackingTable(), clock),
                        new DynamoDbRegistry(dynamoDb, config.registryTable(), config.lifecycleTable(), new Ulid()),
                        new S3ObjectStore(clients.s3(), clients.presigner(), "artifacts", config.artifactsBucket()),
                        new RunNames(new SecureRandom()),
                        () -> UUID.randomUUID().toString().replace("-", ""),
                        clock)
                .with(webhooks.endpoints())
                .admitting(new ListedAccess(
                        new DynamoDbAccessLists(dynamoDb, config.registryTable()),
                        config.administrators(),
                        config.workers(),
                        clock));
    }

    static DeliverWebhooks deliverWebhooks() {
        Map<String, String> environment = System.getenv();
        String table = Environment.read(environment, Environment::trackingTable);
        DynamoDbClient dynamoDb = new SdkClients(environment).dynamoDb();
        InstantSource clock = InstantSource.system();
        WebhookSender sender = new WebhookSender(destination(environment), LONGEST_SEND, clock);
        return new DeliverWebhooks(
                new DynamoDbWebhooks(dynamoDb, table),
                new DynamoDbDeliveries(dynamoDb, table),
                new PatientSender(sender, wait -> LockSupport.parkNanos(wait.toNanos()), PATIENCE, clock),
                clock);
    }

    /** The loopback may be told only where the stacks are deployed into an emulator on it. */
    private static Destination destination(Map<String, String> environment) {
        return Destination.ofSystem("true".equals(environment.get("TIDEMILL_WEBHOOK_LOOPBACK")));
    }
}
