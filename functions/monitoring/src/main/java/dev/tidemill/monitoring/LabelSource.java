package dev.tidemill.monitoring;

import dev.tidemill.columnar.Sandbox;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.core.Workspace;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The labels of a project as they were known at a time. */
interface LabelSource {
    /**
     * Computes the labels.
     *
     * @param until labels that became available later do not count; null for all that are known
     */
    KnownLabels known(Sandbox sandbox, Workspace workspace, ProjectSpec spec, @Nullable Instant until);

    /**
     * Labels in a file of the sandbox, one row a request key: {@code key_hash}, {@code value} (1 or 0 in a binary
     * problem, the number in a regression, null when closed without an outcome), {@code available_at} and
     * {@code corrected} (whether it replaced an earlier one).
     *
     * @param watermark up to which they are known
     */
    record KnownLabels(Path file, Instant watermark) {}
}
