package dev.tidemill.inference;

import dev.tidemill.aws.client.SdkClients;
import dev.tidemill.aws.dynamodb.DynamoDbRegistry;
import dev.tidemill.aws.glue.GlueCatalogs;
import dev.tidemill.aws.s3.S3ObjectStore;
import dev.tidemill.columnar.Lake;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.inference.scoring.Scoring;
import dev.tidemill.inference.scoring.ScoringStores;
import dev.tidemill.inference.serving.ServedModels;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Builds the scoring function's clients and use cases from the environment, once in a process. */
final class ScoringWiring {
    private ScoringWiring() {}

    static Scoring fromEnvironment() {
        return of(System.getenv());
    }

    static Scoring of(Map<String, String> environment) {
        ScoringConfig config = ScoringConfig.of(environment);
        SdkClients clients = new SdkClients(environment);
        S3Client s3 = clients.s3();
        S3Presigner presigner = clients.presigner();
        ObjectStore lakeObjects = new S3ObjectStore(s3, presigner, "lake", config.lakeBucket());
        ObjectStore artifacts = new S3ObjectStore(s3, presigner, "artifacts", config.artifactsBucket());
        ObjectStore capture = new S3ObjectStore(s3, presigner, "capture", config.captureBucket());
        Registry registry = new DynamoDbRegistry(clients.dynamoDb(), config.registryTable(), new Ulid());
        String warehouse = "s3://" + config.lakeBucket();
        Lake lake = new Lake(GlueCatalogs.open(warehouse, config.glueCatalog(), environment), warehouse);
        InstantSource clock = InstantSource.system();
        return Scoring.of(
                new ServedModels(registry, artifacts, clock),
                new ScoringStores(lake, lakeObjects, artifacts, capture, config.folder(), config.database()),
                clock);
    }
}
