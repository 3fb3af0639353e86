package dev.tidemill.infra;

import dev.tidemill.infra.function.FunctionLayer;
import java.nio.file.Path;

/** Where the zips of functions and layers lie. */
public interface PackagedCode {
    /**
     * The zip of a module under {@code functions}.
     *
     * @throws IllegalStateException when it has not been built
     */
    Path function(String module);

    /**
     * The zip of a layer.
     *
     * @throws IllegalStateException when it has not been built
     */
    Path layer(FunctionLayer layer);
}
