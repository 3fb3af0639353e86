package dev.tidemill.kernel.cell;

import java.util.concurrent.ForkJoinWorkerThread;

/** What the loops of cells ask on every round, so that an interrupt ends them. Called by woven code only. */
public final class StopCheck {
    private static volatile boolean requested;
    private static volatile boolean workersToo;
    private static volatile boolean anyAbandoned;

    private StopCheck() {}

    /**
     * Ends the running statement when an interrupt was asked for. Threads that a cell started itself go on; workers of
     * parallel streams stop with the cell.
     *
     * @throws CellStopped when it is to end
     */
    public static void check() {
        if (requested) {
            Thread thread = Thread.currentThread();
            boolean concerned = thread instanceof CellThread cells
                    ? cells.isStopping()
                    : workersToo && thread instanceof ForkJoinWorkerThread;
            if (concerned) {
                throw new CellStopped();
            }
        }
    }

    /** Asks the running cell to end, or lets the next one run. */
    static void request(boolean on) {
        workersToo = on;
        requested = on || anyAbandoned;
    }

    /** Goes on asking a thread that did not end: it may come to a check yet. */
    static void abandon() {
        anyAbandoned = true;
        requested = true;
    }

    /** Thrown where a cell was stopped; no {@link Exception}, so that a cell does not catch it by accident. */
    static final class CellStopped extends Error {
        private static final long serialVersionUID = 1L;

        CellStopped() {
            super("stopped by an interrupt");
        }
    }
}
