package dev.tidemill.ingestion;

import dev.tidemill.aws.client.SdkClients;
import dev.tidemill.aws.dynamodb.DynamoDbOnlineStore;
import dev.tidemill.aws.dynamodb.LifecycleTable;
import dev.tidemill.aws.glue.GlueCatalogs;
import dev.tidemill.aws.s3.S3ObjectStore;
import dev.tidemill.columnar.Lake;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.ingestion.IngestionLedger;
import dev.tidemill.core.storage.ObjectStore;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Builds the ingestion function's clients and use cases from the environment, once in a process. */
final class IngestionWiring {
    private IngestionWiring() {}

    static IngestionWork fromEnvironment() {
        return of(System.getenv());
    }

    static IngestionWork of(Map<String, String> environment) {
        IngestionConfig config = IngestionConfig.of(environment);
        SdkClients clients = new SdkClients(environment);
        S3Client s3 = clients.s3();
        S3Presigner presigner = clients.presigner();
        DynamoDbClient dynamoDb = clients.dynamoDb();
        ObjectStore lakeObjects = new S3ObjectStore(s3, presigner, "lake", config.lakeBucket());
        ObjectStore artifacts = new S3ObjectStore(s3, presigner, "artifacts", config.artifactsBucket());
        IngestionLedger ledger = new LifecycleTable(dynamoDb, config.lifecycleTable()).ingestionLedger();
        String warehouse = "s3://" + config.lakeBucket();
        Lake lake = new Lake(GlueCatalogs.open(warehouse, config.glueCatalog(), environment), warehouse);
        return new IngestionWork(
                new IngestDataset(
                        lakeObjects,
                        artifacts,
                        lake,
                        ledger,
                        new Ulid(),
                        InstantSource.system(),
                        config.folder(),
                        config.database()),
                new MaterializeViews(
                        artifacts,
                        lake,
                        new DynamoDbOnlineStore(dynamoDb, config.featuresTable()),
                        config.folder(),
                        config.database()),
                new PinDatasets(artifacts, lake));
    }
}
