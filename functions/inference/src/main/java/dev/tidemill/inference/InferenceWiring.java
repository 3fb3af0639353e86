package dev.tidemill.inference;

import dev.tidemill.aws.client.SdkClients;
import dev.tidemill.aws.dynamodb.DynamoDbAccessLists;
import dev.tidemill.aws.dynamodb.DynamoDbOnlineStore;
import dev.tidemill.aws.dynamodb.DynamoDbRegistry;
import dev.tidemill.aws.lambda.Callers;
import dev.tidemill.aws.s3.S3ObjectStore;
import dev.tidemill.aws.sqs.SqsCaptureQueue;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.access.ListedAccess;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.inference.serving.FeatureLookup;
import dev.tidemill.inference.serving.PredictRequests;
import dev.tidemill.inference.serving.ServedModels;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Builds the inference function's clients and use cases from the environment, once in a process. */
final class InferenceWiring {
    private InferenceWiring() {}

    static Inference fromEnvironment() {
        return of(System.getenv());
    }

    /** Who is told apart by what. */
    static Callers callers() {
        return Callers.of(System.getenv());
    }

    static Inference of(Map<String, String> environment) {
        InferenceConfig config = InferenceConfig.of(environment);
        SdkClients clients = new SdkClients(environment);
        S3Client s3 = clients.s3();
        S3Presigner presigner = clients.presigner();
        DynamoDbClient dynamoDb = clients.dynamoDb();
        ObjectStore artifacts = new S3ObjectStore(s3, presigner, "artifacts", config.artifactsBucket());
        ObjectStore capture = new S3ObjectStore(s3, presigner, "capture", config.captureBucket());
        InstantSource clock = InstantSource.system();
        Ulid ids = new Ulid();
        ServedModels models =
                new ServedModels(new DynamoDbRegistry(dynamoDb, config.registryTable(), ids), artifacts, clock);
        PredictRequests predict = new PredictRequests(
                new FeatureLookup(new DynamoDbOnlineStore(dynamoDb, config.featuresTable())),
                new SqsCaptureQueue(clients.sqs(), config.captureQueueUrl(), capture),
                ids,
                clock);
        ListedAccess access = new ListedAccess(
                new DynamoDbAccessLists(dynamoDb, config.registryTable()),
                config.administrators(),
                config.workers(),
                clock);
        return new Inference(new InferenceDoor(models, predict, access, clock, version()), new VerifyOnline(models));
    }

    private static String version() {
        String version = InferenceWiring.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
