package dev.tidemill.monitoring;

import dev.tidemill.aws.client.SdkClients;
import dev.tidemill.aws.dynamodb.DynamoDbRegistry;
import dev.tidemill.aws.glue.GlueCatalogs;
import dev.tidemill.aws.s3.S3ObjectStore;
import dev.tidemill.columnar.Lake;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Builds the monitoring function's clients and use cases from the environment, once in a process. */
final class MonitoringWiring {
    private MonitoringWiring() {}

    static MonitorModel fromEnvironment() {
        return of(System.getenv());
    }

    static MonitorModel of(Map<String, String> environment) {
        MonitoringConfig config = MonitoringConfig.of(environment);
        SdkClients clients = new SdkClients(environment);
        S3Client s3 = clients.s3();
        S3Presigner presigner = clients.presigner();
        ObjectStore artifacts = new S3ObjectStore(s3, presigner, "artifacts", config.artifactsBucket());
        ObjectStore capture = new S3ObjectStore(s3, presigner, "capture", config.captureBucket());
        Registry registry = new DynamoDbRegistry(clients.dynamoDb(), config.registryTable(), new Ulid());
        Champion.Finder champions = new Champion.Finder(registry, artifacts);
        String warehouse = "s3://" + config.lakeBucket();
        Lake lake = new Lake(GlueCatalogs.open(warehouse, config.glueCatalog(), environment), warehouse);
        return new MonitorModel(
                new JoinLabels(LabelSource.of(lake), champions, artifacts, capture, config.folder(), config.database()),
                new WriteReport(champions, artifacts, config.folder(), config.database()));
    }
}
