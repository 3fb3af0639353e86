package dev.tidemill.functionhost;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the Lambda API says of one published version of a function, or of {@code $LATEST}, at one moment.
 *
 * @param name the function's name
 * @param version {@code $LATEST} or a number
 * @param revision changes with every change of code or configuration
 * @param runtime Lambda's name of the runtime, such as {@code java25}
 * @param handler {@code package.Class} or {@code package.Class::method}
 * @param timeout longest time of one invocation
 * @param memoryMb MiB that one process may hold
 * @param concurrency reserved concurrency, null when none is reserved
 * @param environment the function's own variables
 * @param code the zip with the function's classes
 * @param layers the zips unpacked beside it, in the order given
 */
public record FunctionVersion(
        String name,
        String version,
        String revision,
        String runtime,
        String handler,
        Duration timeout,
        int memoryMb,
        @Nullable Integer concurrency,
        Map<String, String> environment,
        Archive code,
        List<Archive> layers) {

    /**
     * A zip that the Lambda API holds.
     *
     * @param sha256 base64 of its SHA-256, as the API reports it
     * @param location address from which it is downloaded; not part of its identity
     */
    public record Archive(String sha256, URI location) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Archive archive && archive.sha256.equals(sha256);
        }

        @Override
        public int hashCode() {
            return sha256.hashCode();
        }
    }

    /** Copies the collections. */
    public FunctionVersion {
        environment = Map.copyOf(environment);
        layers = List.copyOf(layers);
    }

    /** True when processes started for {@code other} may serve this one too. */
    boolean runsAs(FunctionVersion other) {
        return revision.equals(other.revision)
                && code.equals(other.code)
                && layers.equals(other.layers)
                && environment.equals(other.environment)
                && handler.equals(other.handler)
                && memoryMb == other.memoryMb
                && timeout.equals(other.timeout)
                && Objects.equals(concurrency, other.concurrency);
    }
}
