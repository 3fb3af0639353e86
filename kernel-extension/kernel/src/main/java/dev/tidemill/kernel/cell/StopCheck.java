package dev.tidemill.kernel.cell;

import java.util.concurrent.ForkJoinWorkerThread;

/** What the loops of cells ask on every round, so that an interrupt ends them. Called by woven code only. */
public final class StopCheck {
    private static volatile boolean requested;

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
            boolean concerned =
                    thread instanceof CellThread cells ? cells.isStopping() : thread instanceof ForkJoinWorkerThread;
            if (concerned) {
                throw new CellStopped();
            }
        }
    }

    static void request(boolean on) {
        requested = on;
    }

    /** Thrown where a cell was stopped; no {@link Exception}, so that a cell does not catch it by accident. */
    static final class CellStopped extends Error {
        private static final long serialVersionUID = 1L;

        CellStopped() {
            super("stopped by an interrupt");
        }
    }
}
