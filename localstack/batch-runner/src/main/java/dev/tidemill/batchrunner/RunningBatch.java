package dev.tidemill.batchrunner;

import dev.tidemill.processlogs.CloudWatchLogs;
import dev.tidemill.processlogs.FileLogs;
import dev.tidemill.processlogs.ProcessLogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** The runner with its API and its clients, wired together. */
final class RunningBatch implements AutoCloseable {
    private final BatchRunner runner;
    private final BatchApi api;
    private final ConsumerNotifier notifier;

    private RunningBatch(BatchRunner runner, BatchApi api, ConsumerNotifier notifier) {
        this.runner = runner;
        this.api = api;
        this.notifier = notifier;
    }

    /**
     * Listens and begins to run the journal's jobs.
     *
     * @throws IOException when the port is taken or the home folder cannot be written
     */
    static RunningBatch start(RunnerOptions options, InstantSource clock) throws IOException {
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        LambdaClient lambda = LambdaClient.builder()
                .endpointOverride(options.endpoint())
                .region(Region.of(options.region()))
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        CloudWatchLogsClient cloudWatch = CloudWatchLogsClient.builder()
                .endpointOverride(options.endpoint())
                .region(Region.of(options.region()))
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        JobJson json = new JobJson(options.region(), options.account());
        DeclarationFiles declarations = new DeclarationFiles(options);
        AtomicReference<@Nullable BatchRunner> announcing = new AtomicReference<>();
        ConsumerNotifier notifier = new ConsumerNotifier(lambda, options.consumer(), json, id -> {
            BatchRunner runner = announcing.get();
            if (runner != null) {
                runner.announced(id);
            }
        });
        BatchRunner runner = new BatchRunner(
                options,
                declarations,
                new Journal(options.home().resolve("journal.jsonl"), clock.instant()),
                notifier,
                ProcessLogs.all(List.of(
                        new FileLogs(options.home().resolve("logs")),
                        new CloudWatchLogs(
                                cloudWatch,
                                (name, stream) -> declarations
                                        .get()
                                        .definition(stream.substring(0, stream.indexOf('/')))
                                        .logGroup()))),
                clock);
        announcing.set(runner);
        BatchApi api = new BatchApi(runner, json, options.port());
        runner.start();
        return new RunningBatch(runner, api, notifier);
    }

    int port() {
        return api.port();
    }

    @Override
    public void close() {
        api.close();
        notifier.close();
        try {
            runner.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
