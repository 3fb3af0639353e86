package dev.tidemill.core.lifecycle;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One immutable state of a project's files.
 *
 * @param id first 32 hexadecimal digits of the SHA-256 of the files
 * @param key where the files lie in the artifacts store
 * @param commit the source commit that was pushed; null when the folder is under no version control
 * @param dirty whether the files differed from that commit
 */
public record Revision(
        Workspace workspace,
        String project,
        String id,
        String key,
        @Nullable String commit,
        boolean dirty,
        Instant pushedAt,
        String pushedBy) {}
