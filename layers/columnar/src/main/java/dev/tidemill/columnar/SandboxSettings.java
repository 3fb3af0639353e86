package dev.tidemill.columnar;

/**
 * What one execution may use of the machine.
 *
 * @param memoryBytes most memory of DuckDB's, at least 64 MiB; beyond it queries spill to the execution's folder
 * @param threads of DuckDB, at least 1
 */
public record SandboxSettings(long memoryBytes, int threads) {
    private static final long SMALLEST = 64L << 20;

    public SandboxSettings {
        if (memoryBytes < SMALLEST || threads < 1) {
            throw new IllegalArgumentException("sandbox of " + memoryBytes + " bytes and " + threads
                    + " threads: expected at least " + SMALLEST + " bytes and 1 thread");
        }
    }

    /**
     * A part of a machine's memory.
     *
     * @param share of the memory, above 0 and at most 1
     * @param memoryMib of the whole machine
     */
    public static SandboxSettings share(double share, int memoryMib, int threads) {
        return new SandboxSettings((long) (share * memoryMib) << 20, threads);
    }
}
