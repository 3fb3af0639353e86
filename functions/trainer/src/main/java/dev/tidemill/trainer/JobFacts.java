package dev.tidemill.trainer;

import dev.tidemill.contract.model.ModelManifest.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.duckdb.DuckDBDriver;
import org.tribuo.Model;

/**
 * Where and on what a training runs.
 *
 * @param imageDigest {@code none} when it runs from no image
 */
record JobFacts(String jobId, String imageDigest) {
    Environment environment() {
        Map<String, String> libraries = new TreeMap<>();
        libraries.put("tidemill", version(JobFacts.class));
        libraries.put("tribuo", version(Model.class));
        libraries.put("xgboost4j", version(XGBoost.class));
        libraries.put("arrow", version(VectorSchemaRoot.class));
        libraries.put("duckdb", version(DuckDBDriver.class));
        return new Environment(
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                processor(),
                imageDigest,
                libraries);
    }

    /** The version in a library's jar: of its manifest, else of its file name. */
    private static String version(Class<?> type) {
        Package of = type.getPackage();
        if (of != null && of.getImplementationVersion() != null) {
            return of.getImplementationVersion();
        }
        String jar = String.valueOf(type.getProtectionDomain().getCodeSource().getLocation());
        String name = jar.substring(jar.lastIndexOf('/') + 1);
        return name.isEmpty() ? "from classes" : name;
    }

    private static String processor() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try {
                for (String line : Files.readAllLines(info)) {
                    if (line.startsWith("model name")) {
                        return line.substring(line.indexOf(':') + 1).strip();
                    }
                }
            } catch (IOException e) {
                return "unknown: " + e.getMessage();
            }
        }
        return System.getProperty("os.arch");
    }
}
