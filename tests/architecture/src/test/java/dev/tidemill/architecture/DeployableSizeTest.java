package dev.tidemill.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class DeployableSizeTest {
    /** Lambda's limit of a function with its layers, unzipped. */
    private static final long LIMIT = 250L * 1024 * 1024;

    @Test
    void functions_withTheirLayers_fitLambda() throws IOException {
        long runtime = unzipped(Reactor.ROOT.resolve("layers/aws/target/runtime-layer.zip"));
        long columnar = unzipped(Reactor.ROOT.resolve("layers/columnar/target/columnar-layer.zip"));
        Map<String, Long> sizes = new TreeMap<>();
        for (Path module : Reactor.modules("functions")) {
            String name = String.valueOf(module.getFileName());
            if (!name.equals("trainer")) {
                sizes.put(name, unzipped(module.resolve("target/" + name + ".zip")) + runtime + columnar);
            }
        }
        System.out.printf("layers: runtime %.1f MB, columnar %.1f MB unzipped%n", runtime / 1e6, columnar / 1e6);
        sizes.forEach((name, bytes) -> System.out.printf("%-20s %6.1f MB with both layers%n", name, bytes / 1e6));
        assertThat(sizes)
                .hasSize(7)
                .allSatisfy((name, bytes) -> assertThat(bytes)
                        .as(name + " unzipped with both layers")
                        .isLessThan(LIMIT));
    }

    @Test
    void natives_areOfOneProcessor() throws IOException {
        List<String> natives = ZipContents.nestedEntries(
                Reactor.ROOT.resolve("layers/columnar/target/columnar-layer.zip"), "libduckdb_java");
        assertThat(natives).as("DuckDB's libraries in the layer").hasSize(1);
    }

    private static long unzipped(Path zip) throws IOException {
        assertThat(Files.exists(zip)).as(zip + " is built by mvn package").isTrue();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return file.stream().mapToLong(ZipEntry::getSize).sum();
        }
    }
}
