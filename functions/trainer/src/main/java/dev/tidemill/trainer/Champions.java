package dev.tidemill.trainer;

import dev.tidemill.core.Workspace;
import java.util.Optional;

/** Where the trainer finds the version that a new one is compared with. */
@FunctionalInterface
public interface Champions {
    /** The version under the alias {@code champion} with its bundle; empty when the model has none. */
    Optional<Champion> find(Workspace workspace, String model);
}
