package dev.tidemill.inference;

import dev.tidemill.columnar.SandboxSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the scoring function is told by its environment.
 *
 * @param glueCatalog account id of the Glue catalog; empty for the caller's own
 * @param memoryMib the function's memory in MiB, of which DuckDB may use a part
 * @param folder in which executions work
 */
record ScoringConfig(
        String lakeBucket,
        String artifactsBucket,
        String captureBucket,
        String registryTable,
        String glueCatalog,
        int memoryMib,
        Path folder) {
    /** Beside a heap of 40%. */
    private static final double DATABASE_SHARE = 0.4;

    private static final int THREADS = 2;

    ScoringConfig {
        List<String> faults = new ArrayList<>();
        InferenceConfig.require(faults, "TIDEMILL_LAKE_BUCKET", lakeBucket, "the lake bucket's name");
        InferenceConfig.require(faults, "TIDEMILL_ARTIFACTS_BUCKET", artifactsBucket, "the artifacts bucket's name");
        InferenceConfig.require(faults, "TIDEMILL_CAPTURE_BUCKET", captureBucket, "the capture bucket's name");
        InferenceConfig.require(faults, "TIDEMILL_REGISTRY_TABLE", registryTable, "the registry table's name");
        if (memoryMib < 512) {
            faults.add("AWS_LAMBDA_FUNCTION_MEMORY_SIZE is '" + memoryMib + "': expected at least 512 MiB");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    /** Reads an environment; a memory size that is not there is taken as that of the deployed function. */
    static ScoringConfig of(Map<String, String> environment) {
        return new ScoringConfig(
                environment.getOrDefault("TIDEMILL_LAKE_BUCKET", ""),
                environment.getOrDefault("TIDEMILL_ARTIFACTS_BUCKET", ""),
                environment.getOrDefault("TIDEMILL_CAPTURE_BUCKET", ""),
                environment.getOrDefault("TIDEMILL_REGISTRY_TABLE", ""),
                environment.getOrDefault("TIDEMILL_GLUE_CATALOG", ""),
                memory(environment.getOrDefault("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "3008")),
                Path.of(environment.getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir", "/tmp"))));
    }

    /** What DuckDB may use. */
    SandboxSettings database() {
        return new SandboxSettings((long) (DATABASE_SHARE * memoryMib) << 20, THREADS);
    }

    private static int memory(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE is '" + text + "': expected a whole number of MiB", e);
        }
    }
}
