package dev.tidemill.monitoring;

import dev.tidemill.aws.environment.Environment;
import dev.tidemill.columnar.SandboxSettings;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the capture function is told by its environment.
 *
 * @param memoryMib the function's memory in MiB, of which DuckDB may use a part; where the environment does not tell,
 *     that of the deployed function
 * @param folder in which files are written before they are stored
 */
record CaptureConfig(String captureBucket, int memoryMib, Path folder) {
    private static final double DATABASE_SHARE = 0.3;

    private CaptureConfig(Environment given) {
        this(given.captureBucket(), given.memoryMib(1024), given.folder());
    }

    static CaptureConfig of(Map<String, String> environment) {
        return Environment.read(environment, CaptureConfig::new);
    }

    /** What the database that writes the files may use. */
    SandboxSettings database() {
        return SandboxSettings.share(DATABASE_SHARE, memoryMib, 1);
    }
}
