package dev.tidemill.monitoring;

import dev.tidemill.aws.environment.Environment;
import dev.tidemill.columnar.SandboxSettings;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the monitoring function is told by its environment.
 *
 * @param glueCatalog account id of the Glue catalog; empty for the caller's own
 * @param memoryMib the function's memory in MiB, of which DuckDB may use a part; where the environment does not tell,
 *     that of the deployed function
 * @param folder in which executions work
 */
record MonitoringConfig(
        String lakeBucket,
        String artifactsBucket,
        String captureBucket,
        String registryTable,
        String glueCatalog,
        int memoryMib,
        Path folder) {
    /** Two databases of this share each, beside a heap of 40%. */
    private static final double DATABASE_SHARE = 0.2;

    private MonitoringConfig(Environment given) {
        this(
                given.lakeBucket(),
                given.artifactsBucket(),
                given.captureBucket(),
                given.registryTable(),
                given.glueCatalog(),
                given.memoryMib(3008),
                given.folder());
    }

    static MonitoringConfig of(Map<String, String> environment) {
        return Environment.read(environment, MonitoringConfig::new);
    }

    /** What each of the two databases may use. */
    SandboxSettings database() {
        return SandboxSettings.share(DATABASE_SHARE, memoryMib, 2);
    }
}
