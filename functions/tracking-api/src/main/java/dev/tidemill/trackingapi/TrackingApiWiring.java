package dev.tidemill.trackingapi;

import dev.tidemill.aws.client.SdkClients;
import dev.tidemill.aws.dynamodb.DynamoDbLoggedModels;
import dev.tidemill.aws.dynamodb.DynamoDbRegistry;
import dev.tidemill.aws.dynamodb.DynamoDbTracking;
import dev.tidemill.aws.lambda.Callers;
import dev.tidemill.aws.s3.S3ObjectStore;
import dev.tidemill.core.Ulid;
import dev.tidemill.trackingapi.run.RunNames;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Builds the tracking API's clients from the environment, once in a process. */
final class TrackingApiWiring {
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
        return new TrackingApi(
                new DynamoDbTracking(dynamoDb, config.trackingTable(), "s3://" + config.artifactsBucket(), clock),
                new DynamoDbLoggedModels(dynamoDb, config.trackingTable(), clock),
                new DynamoDbRegistry(dynamoDb, config.registryTable(), config.lifecycleTable(), new Ulid()),
                new S3ObjectStore(clients.s3(), clients.presigner(), "artifacts", config.artifactsBucket()),
                new RunNames(new SecureRandom()),
                () -> UUID.randomUUID().toString().replace("-", ""),
                clock);
    }
}
