package dev.tidemill.ingestion;

import dev.tidemill.aws.environment.Environment;
import dev.tidemill.columnar.SandboxSettings;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the ingestion function is told by its environment.
 *
 * @param glueCatalog account id of the Glue catalog; empty for the caller's own
 * @param memoryMib the function's memory in MiB, of which DuckDB may use a part; where the environment does not tell,
 *     that of the deployed function
 * @param folder in which executions work
 */
record IngestionConfig(
        String lakeBucket,
        String artifactsBucket,
        String featuresTable,
        String lifecycleTable,
        String glueCatalog,
        int memoryMib,
        Path folder) {
    /** Beside a heap of 40%. */
    private static final double DATABASE_SHARE = 0.4;

    private IngestionConfig(Environment given) {
        this(
                given.lakeBucket(),
                given.artifactsBucket(),
                given.featuresTable(),
                given.lifecycleTable(),
                given.glueCatalog(),
                given.memoryMib(3008),
                given.folder());
    }

    static IngestionConfig of(Map<String, String> environment) {
        return Environment.read(environment, IngestionConfig::new);
    }

    /** What DuckDB may use. */
    SandboxSettings database() {
        return SandboxSettings.share(DATABASE_SHARE, memoryMib, 2);
    }
}
