package dev.tidemill.kernel.cell;

import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The thread on which the statements of cells run, one after the other; what a cell puts into a thread-local is there in
 * the next. One that does not stop when it is asked to is left alone, and the next cell gets another.
 */
final class CellThread extends Thread {
    private final LinkedBlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
    private volatile boolean stopping;
    private volatile boolean abandoned;

    CellThread(ClassLoader classes) {
        super("cells");
        setDaemon(true);
        setContextClassLoader(classes);
    }

    void submit(FutureTask<?> task) {
        tasks.add(task);
    }

    /** Wakes the running statement from any wait, and ends its loops. */
    void requestStop() {
        stopping = true;
        interrupt();
    }

    /** Lets this thread end when its statement does, if ever. */
    void abandon() {
        abandoned = true;
        StopCheck.abandon();
    }

    boolean isStopping() {
        return stopping;
    }

    void clearStop() {
        stopping = false;
    }

    @Override
    public void run() {
        while (!abandoned) {
            try {
                FutureTask<?> task = tasks.take();
                if (stopping) {
                    interrupt();
                }
                task.run();
            } catch (InterruptedException e) {
                // It came while nothing ran: what is about to run sees it by the flag.
                continue;
            }
            Thread.interrupted();
        }
    }
}
