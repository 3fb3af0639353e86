package dev.tidemill.columnar;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.failure.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that was read and checked, and waits in the sandbox for its commit.
 *
 * @param columns types of the columns to write, in order
 * @param rows rows that passed
 * @param quarantined rows kept out
 * @param quarantineFile JSON lines of the rows kept out; null when there are none
 * @param profile JSON object of the rows that passed; empty object when it was rejected
 * @param warnings checks that did not hold but only warn
 * @param rejection why the file may not be committed; null when it may
 */
public record PreparedIngestion(
        Map<String, ColumnType> columns,
        long rows,
        long quarantined,
        @Nullable Path quarantineFile,
        String profile,
        List<String> warnings,
        @Nullable Problem rejection) {
    public PreparedIngestion {
        warnings = List.copyOf(warnings);
    }
}
