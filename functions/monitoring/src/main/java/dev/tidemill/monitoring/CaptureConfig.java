package dev.tidemill.monitoring;

import dev.tidemill.columnar.SandboxSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the capture function is told by its environment.
 *
 * @param memoryMib the function's memory in MiB, of which DuckDB may use a part
 * @param folder in which files are written before they are stored
 */
record CaptureConfig(String captureBucket, int memoryMib, Path folder) {
    private static final double DATABASE_SHARE = 0.3;

    CaptureConfig {
        List<String> faults = new ArrayList<>();
        if (captureBucket.isBlank()) {
            faults.add("TIDEMILL_CAPTURE_BUCKET is not set: expected the capture bucket's name");
        }
        if (memoryMib < 512) {
            faults.add("AWS_LAMBDA_FUNCTION_MEMORY_SIZE is '" + memoryMib + "': expected at least 512 MiB");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    /** Reads an environment; a memory size that is not there is taken as that of the deployed function. */
    static CaptureConfig of(Map<String, String> environment) {
        return new CaptureConfig(
                environment.getOrDefault("TIDEMILL_CAPTURE_BUCKET", ""),
                MonitoringConfig.memory(environment, "1024"),
                Path.of(environment.getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir", "/tmp"))));
    }

    /** What the database that writes the files may use. */
    SandboxSettings database() {
        return new SandboxSettings((long) (DATABASE_SHARE * memoryMib) << 20, 1);
    }
}
