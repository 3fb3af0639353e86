package dev.tidemill.batchrunner;

import java.io.IOException;
import java.net.BindException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Starts the Batch runner and runs it until the process is told to end. */
public final class BatchRunnerMain {
    private BatchRunnerMain() {}

    /**
     * Prints one line when it listens. Exit status 2: an option is wrong; 3: the port is in use.
     *
     * @param arguments see {@link RunnerOptions#parse}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        RunnerOptions options;
        try {
            options = RunnerOptions.parse(List.of(arguments), Machine.found());
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        try {
            RunningBatch batch = RunningBatch.start(options, InstantSource.system());
            Runtime.getRuntime().addShutdownHook(new Thread(batch::close, "stop"));
            System.out.println("Batch runner listens on http://127.0.0.1:" + batch.port());
            new CountDownLatch(1).await();
        } catch (BindException inUse) {
            System.err.println("Port " + options.port() + " on 127.0.0.1 is in use: choose another with --port");
            System.exit(3);
        }
    }
}
