package dev.tidemill.aws.client;

import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Makes service clients that share one HTTP client. A process makes one of these and each client once; the clients are
 * safe for use by several threads and live as long as the process. Endpoints follow {@code AWS_ENDPOINT_URL} and
 * {@code AWS_ENDPOINT_URL_<SERVICE>}, which the SDK reads by itself.
 */
public final class SdkClients {
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final Region region;
    private final AwsCredentialsProvider credentials;

    /**
     * Keys in the environment are taken as they are, which spares a cold start the search for them; without keys (on
     * Batch, at a desk) the SDK's usual chain looks for them.
     *
     * @param environment the process's environment, of which the region and the keys are read
     * @throws IllegalArgumentException when it names no region
     */
    public SdkClients(Map<String, String> environment) {
        String name = environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", ""));
        if (name.isEmpty()) {
            throw new IllegalArgumentException("AWS_REGION: expected the name of a region such as eu-west-1");
        }
        this.region = Region.of(name);
        this.credentials = credentials(environment);
    }

    /** The region that clients call. */
    public Region region() {
        return region;
    }

    /** Where requests are signed from. */
    public AwsCredentialsProvider credentials() {
        return credentials;
    }

    public DynamoDbClient dynamoDb() {
        return configured(DynamoDbClient.builder()).build();
    }

    public S3Client s3() {
        return configured(S3Client.builder()).build();
    }

    /** Signs addresses of objects; calls nothing. */
    public S3Presigner presigner() {
        return S3Presigner.builder()
                .region(region)
                .credentialsProvider(credentials)
                .build();
    }

    public SfnClient stepFunctions() {
        return configured(SfnClient.builder()).build();
    }

    public BatchClient batch() {
        return configured(BatchClient.builder()).build();
    }

    public SqsClient sqs() {
        return configured(SqsClient.builder()).build();
    }

    public EventBridgeClient eventBridge() {
        return configured(EventBridgeClient.builder()).build();
    }

    public CloudWatchLogsClient cloudWatchLogs() {
        return configured(CloudWatchLogsClient.builder()).build();
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(B builder) {
        return builder.httpClient(http).region(region).credentialsProvider(credentials);
    }

    private static AwsCredentialsProvider credentials(Map<String, String> environment) {
        String id = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        if (id == null || secret == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        String token = environment.get("AWS_SESSION_TOKEN");
        return StaticCredentialsProvider.create(
                token == null || token.isEmpty()
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, token));
    }
}
