package dev.tidemill.monitoring;

import dev.tidemill.columnar.Labels;
import dev.tidemill.columnar.Lake;
import dev.tidemill.columnar.ProjectData;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels of a project as they were known at a time. */
@FunctionalInterface
interface LabelSource {
    /**
     * Computes the labels into a file of the sandbox.
     *
     * @param until labels that became available later do not count; null for all that are known
     */
    Labels.Known known(Sandbox sandbox, Workspace workspace, ProjectSpec spec, @Nullable Instant until);

    /** The labels that a project's SQL makes of the lake's datasets as they stand. */
    static LabelSource of(Lake lake) {
        return (sandbox, workspace, spec, until) -> Labels.known(
                ProjectData.mount(sandbox, lake, workspace, spec, ProjectData.readByLabels(spec), Map.of()), until);
    }
}
