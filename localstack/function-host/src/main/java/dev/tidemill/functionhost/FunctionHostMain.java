package dev.tidemill.functionhost;

import dev.tidemill.processlogs.CloudWatchLogs;
import dev.tidemill.processlogs.FileLogs;
import dev.tidemill.processlogs.ProcessLogs;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Starts the function host and runs it until the process is told to end. */
public final class FunctionHostMain {
    private FunctionHostMain() {}

    /**
     * Prints one line when it listens. Exit status 2: an option is wrong; 3: the port is in use.
     *
     * @param arguments see {@link HostOptions#parse}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        HostOptions options;
        try {
            options = HostOptions.parse(List.of(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        try {
            HostServer server = start(options, RuntimeFiles.onLinux());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
            System.out.println("Function host listens on http://127.0.0.1:" + server.port());
            new CountDownLatch(1).await();
        } catch (BindException inUse) {
            System.err.println("Port " + options.port() + " on 127.0.0.1 is in use: choose another with --port");
            System.exit(3);
        }
    }

    /**
     * A host that reads functions from the options' endpoint and sends logs there and to files below its home.
     *
     * @param nativeClient whether AWS's native library carries the Runtime API's calls, or Java does
     */
    static HostServer start(HostOptions options, boolean nativeClient) throws IOException {
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        LambdaClient lambda = LambdaClient.builder()
                .endpointOverride(options.endpoint())
                .region(Region.of(options.region()))
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(2))
                        .socketTimeout(Duration.ofSeconds(20)))
                .build();
        CloudWatchLogsClient cloudWatch = CloudWatchLogsClient.builder()
                .endpointOverride(options.endpoint())
                .region(Region.of(options.region()))
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        ProcessLogs logs = ProcessLogs.all(List.of(
                new FileLogs(options.home().resolve("logs")),
                new CloudWatchLogs(cloudWatch, (name, stream) -> "/aws/lambda/" + name)));
        RuntimeFiles runtime = RuntimeFiles.prepare(options.home().resolve("runtime"), nativeClient);
        return new HostServer(
                new FunctionHost(options, new LambdaFunctionCatalog(lambda), runtime, logs, InstantSource.system()),
                options.port(),
                InstantSource.system());
    }
}
