package dev.tidemill.infra;

import dev.tidemill.infra.function.FunctionLayer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The zips that the Maven build leaves in the modules' {@code target} folders.
 *
 * @param root the repository
 */
record BuiltZips(Path root) implements PackagedCode {
    @Override
    public Path function(String module) {
        return built("functions/" + module + "/target/" + module + ".zip");
    }

    @Override
    public Path layer(FunctionLayer layer) {
        return built(layer.zip());
    }

    private Path built(String zip) {
        Path path = root.resolve(zip);
        if (!Files.isRegularFile(path)) {
            throw new IllegalStateException(path + " is missing: run mvn package first");
        }
        return path;
    }
}
