package dev.tidemill.lifecycleapi;

import dev.tidemill.aws.client.SdkClients;
import dev.tidemill.aws.cloudwatchlogs.CloudWatchExecutionLogs;
import dev.tidemill.aws.dynamodb.DynamoDbAccessLists;
import dev.tidemill.aws.dynamodb.DynamoDbOnlineStore;
import dev.tidemill.aws.dynamodb.DynamoDbRegistry;
import dev.tidemill.aws.dynamodb.LifecycleTable;
import dev.tidemill.aws.environment.Environment;
import dev.tidemill.aws.eventbridge.EventBridgePublisher;
import dev.tidemill.aws.glue.GlueCatalogs;
import dev.tidemill.aws.lambda.Callers;
import dev.tidemill.aws.s3.S3ObjectStore;
import dev.tidemill.aws.stepfunctions.SfnStateMachines;
import dev.tidemill.columnar.Lake;
import dev.tidemill.core.IdSource;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.access.ListedAccess;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.workflow.StateMachines;
import dev.tidemill.lifecycleapi.execution.RecordOutcome;
import dev.tidemill.lifecycleapi.execution.StartExecution;
import dev.tidemill.lifecycleapi.http.HttpDoor;
import dev.tidemill.lifecycleapi.lineage.StoredPredictions;
import dev.tidemill.lifecycleapi.project.ExpressionChecks;
import dev.tidemill.lifecycleapi.project.LakeFiles;
import dev.tidemill.lifecycleapi.project.LoadProject;
import dev.tidemill.lifecycleapi.project.ProjectChecks;
import dev.tidemill.lifecycleapi.project.SqlChecks;
import dev.tidemill.lifecycleapi.token.AuthorizeToken;
import dev.tidemill.lifecycleapi.token.IssueToken;
import dev.tidemill.lifecycleapi.trigger.DecideTriggers;
import dev.tidemill.lifecycleapi.trigger.PublishOutbox;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Builds the clients and use cases of this module's functions from the environment, once in a process. */
final class LifecycleApiWiring {
    private final Map<String, String> environment;
    private final SdkClients clients;
    private final InstantSource clock = InstantSource.system();
    private final IdSource ids = new Ulid();

    private LifecycleApiWiring(Map<String, String> environment) {
        this.environment = environment;
        this.clients = new SdkClients(environment);
    }

    static LifecycleApiWiring fromEnvironment() {
        return new LifecycleApiWiring(System.getenv());
    }

    HttpDoor door() {
        LifecycleApiConfig config = LifecycleApiConfig.of(environment);
        DynamoDbClient dynamoDb = clients.dynamoDb();
        S3Client s3 = clients.s3();
        S3Presigner presigner = clients.presigner();
        LifecycleTable table = new LifecycleTable(dynamoDb, config.lifecycleTable());
        DynamoDbAccessLists access = new DynamoDbAccessLists(dynamoDb, config.registryTable());
        ObjectStore capture = new S3ObjectStore(s3, presigner, "capture", config.captureBucket());
        Ports ports = new Ports(
                table.projects(),
                table.executions(),
                new CloudWatchExecutionLogs(clients.cloudWatchLogs()),
                table.triggers(),
                table.idempotencyStore(),
                table.taskTokens(),
                table.tokens(),
                access,
                new ListedAccess(access, config.administrators(), config.workers(), clock),
                table.ingestionLedger(),
                new DynamoDbRegistry(dynamoDb, config.registryTable(), config.lifecycleTable(), ids),
                new DynamoDbOnlineStore(dynamoDb, config.featuresTable()),
                new S3ObjectStore(s3, presigner, "lake", config.lakeBucket()),
                new S3ObjectStore(s3, presigner, "artifacts", config.artifactsBucket()),
                machines(config.stateMachinePrefix()),
                new StoredPredictions(capture, config.folder()),
                LakeFiles.of(lake(config)),
                ProjectChecks.all(List.of(new SqlChecks(), new ExpressionChecks())),
                ids,
                LifecycleApiWiring::secret,
                clock);
        return LifecycleApi.door(ports, config.stateMachinePrefix(), version());
    }

    /** Who is told apart by what. */
    Callers callers() {
        return Callers.of(environment);
    }

    AuthorizeToken authorizeToken() {
        String table = Environment.read(environment, Environment::lifecycleTable);
        return new AuthorizeToken(new LifecycleTable(clients.dynamoDb(), table).tokens(), clock);
    }

    RecordOutcome recordOutcome() {
        String table = Environment.read(environment, Environment::lifecycleTable);
        return new RecordOutcome(new LifecycleTable(clients.dynamoDb(), table).executions(), clock);
    }

    PublishOutbox publishOutbox() {
        String bus = Environment.read(environment, Environment::eventBus);
        return new PublishOutbox(new EventBridgePublisher(clients.eventBridge(), bus));
    }

    DecideTriggers decideTriggers() {
        TriggerConfig config = TriggerConfig.of(environment);
        DynamoDbClient dynamoDb = clients.dynamoDb();
        LifecycleTable table = new LifecycleTable(dynamoDb, config.lifecycleTable());
        ObjectStore artifacts =
                new S3ObjectStore(clients.s3(), clients.presigner(), "artifacts", config.artifactsBucket());
        Registry registry = new DynamoDbRegistry(dynamoDb, config.registryTable(), ids);
        return new DecideTriggers(
                new LoadProject(table.projects(), artifacts),
                registry,
                table.triggers(),
                new StartExecution(table.executions(), machines(config.stateMachinePrefix()), ids, clock),
                clock);
    }

    /** A lake that is opened once, when it is first asked for. */
    private Supplier<Lake> lake(LifecycleApiConfig config) {
        String warehouse = "s3://" + config.lakeBucket();
        AtomicReference<@Nullable Lake> opened = new AtomicReference<>();
        return () -> {
            synchronized (opened) {
                Lake known = opened.get();
                if (known == null) {
                    known = new Lake(GlueCatalogs.open(warehouse, config.glueCatalog(), environment), warehouse);
                    opened.set(known);
                }
                return known;
            }
        };
    }

    private StateMachines machines(String prefix) {
        return new SfnStateMachines(clients.stepFunctions(), prefix);
    }

    private static byte[] secret() {
        byte[] secret = new byte[IssueToken.SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    private static String version() {
        String version = LifecycleApiWiring.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
