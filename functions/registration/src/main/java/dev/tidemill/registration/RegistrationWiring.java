package dev.tidemill.registration;

import dev.tidemill.aws.client.SdkClients;
import dev.tidemill.aws.dynamodb.DynamoDbRegistry;
import dev.tidemill.aws.dynamodb.DynamoDbTracking;
import dev.tidemill.aws.s3.S3ObjectStore;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.tracking.Tracking;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Builds the function's clients and use cases from the environment, once in a process. */
final class RegistrationWiring {
    private RegistrationWiring() {}

    static Registration fromEnvironment() {
        return of(System.getenv());
    }

    static Registration of(Map<String, String> environment) {
        RegistrationConfig config = RegistrationConfig.of(environment);
        SdkClients clients = new SdkClients(environment);
        DynamoDbClient dynamoDb = clients.dynamoDb();
        InstantSource clock = InstantSource.system();
        ObjectStore artifacts =
                new S3ObjectStore(clients.s3(), clients.presigner(), "artifacts", config.artifactsBucket());
        Registry registry = new DynamoDbRegistry(dynamoDb, config.registryTable(), config.lifecycleTable(), new Ulid());
        Tracking tracking =
                new DynamoDbTracking(dynamoDb, config.trackingTable(), "s3://" + config.artifactsBucket(), clock);
        return new Registration(
                new RegisterModel(artifacts, registry, tracking),
                new PromoteVersion(registry),
                new FailRun(tracking),
                new RebuildRegistry(registry),
                clock);
    }
}
