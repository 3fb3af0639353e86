package dev.tidemill.batchrunner;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/**
 * Invokes a function asynchronously with each status change, in order, from one thread; a failed invocation is repeated
 * with growing pauses for ten minutes.
 */
final class ConsumerNotifier implements JobListener, AutoCloseable {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final int ATTEMPTS = 45;
    private static final System.Logger LOG = System.getLogger(ConsumerNotifier.class.getName());

    private final LambdaClient lambda;
    private final String function;
    private final JobJson json;
    private final Consumer<String> announced;
    private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    private final Thread sender;

    /**
     * Starts the thread that sends.
     *
     * @param announced told the id of each ended job of which the function was told
     */
    ConsumerNotifier(LambdaClient lambda, String function, JobJson json, Consumer<String> announced) {
        this.lambda = lambda;
        this.function = function;
        this.json = json;
        this.announced = announced;
        this.sender = Thread.ofVirtual().name("notify").start(this::send);
    }

    @Override
    public void changed(Job job) {
        queue.add(job);
    }

    private void send() {
        try {
            while (true) {
                Job job = queue.take();
                if (send(job) && job.status().ended()) {
                    announced.accept(job.id());
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean send(Job job) throws InterruptedException {
        byte[] event = json.stateChange(job).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Duration pause = Duration.ofMillis(200);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                lambda.invoke(request -> request.functionName(function)
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromByteArray(event)));
                return true;
            } catch (SdkException failed) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Cannot tell {0} that job {1} is {2}: {3}",
                        function,
                        job.name(),
                        job.status(),
                        failed.getMessage());
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
        return false;
    }

    @Override
    public void close() {
        sender.interrupt();
    }
}
