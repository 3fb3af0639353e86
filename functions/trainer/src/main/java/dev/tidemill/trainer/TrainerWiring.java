package dev.tidemill.trainer;

import dev.tidemill.aws.client.SdkClients;
import dev.tidemill.aws.dynamodb.DynamoDbRegistry;
import dev.tidemill.aws.glue.GlueCatalogs;
import dev.tidemill.aws.mlflow.MlflowClient;
import dev.tidemill.aws.mlflow.MlflowTransport;
import dev.tidemill.aws.mlflow.SigV4Signer;
import dev.tidemill.aws.s3.S3ObjectStore;
import dev.tidemill.columnar.Lake;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.storage.ObjectStore;
import java.time.InstantSource;
import java.util.Map;

/** Builds the trainer's clients and use cases from the environment, once in a process. */
final class TrainerWiring {
    private final Map<String, String> environment;
    private final TrainerConfig config;
    private final SdkClients clients;
    private final ObjectStore artifacts;

    private TrainerWiring(Map<String, String> environment) {
        this.environment = environment;
        this.config = TrainerConfig.of(environment);
        this.clients = new SdkClients(environment);
        this.artifacts = new S3ObjectStore(clients.s3(), clients.presigner(), "artifacts", config.artifactsBucket());
    }

    static TrainerWiring fromEnvironment() {
        return new TrainerWiring(System.getenv());
    }

    Attempt attempt() {
        return new Attempt(artifacts, new Workspace(config.workspace()), config.executionId(), config.attempt());
    }

    TrainModel trainModel() {
        InstantSource clock = InstantSource.system();
        String warehouse = "s3://" + config.lakeBucket();
        MlflowTransport transport =
                new MlflowTransport(config.tracking(), new SigV4Signer(clients.credentials(), clients.region()));
        Lake lake = new Lake(GlueCatalogs.open(warehouse, config.glueCatalog(), environment), warehouse);
        TrainerPorts ports = new TrainerPorts(
                execution ->
                        PushedProject.load(artifacts, execution.tenant(), execution.project(), execution.revision()),
                lake,
                lake::tag,
                new RegisteredChampions(
                        new DynamoDbRegistry(clients.dynamoDb(), config.registryTable(), new Ulid()), artifacts),
                new MlflowRunLog(new MlflowClient(transport), clock),
                Artifacts.of(artifacts),
                new JobFacts(config.jobId(), config.imageDigest()),
                config.folder(),
                clock);
        return new TrainModel(ports, TrainingListener.NONE);
    }
}
