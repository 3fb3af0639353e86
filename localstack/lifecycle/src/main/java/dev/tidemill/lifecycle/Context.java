package dev.tidemill.lifecycle;

import dev.tidemill.client.Execution;
import dev.tidemill.client.ProgressListener;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.TidemillClient;
import java.time.Duration;

/**
 * What every stage of a walk works with.
 *
 * @param model name under which the project registers its versions
 */
record Context(
        TidemillClient tidemill,
        ProjectClient project,
        String model,
        WalkPlan plan,
        DataFolder data,
        History history,
        Steps steps) {
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /** Waits for an execution that must succeed. */
    Execution succeeded(Execution execution, ProgressListener live) {
        return tidemill.await(execution.id(), LONGEST, live).orThrow();
    }
}
