package dev.tidemill.ingestion;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an execution is asked to write to the online store.
 *
 * @param asOf values that became known later are left out; null for all that are known
 * @param views names; empty for every view
 */
record MaterializeRequest(@Nullable Instant asOf, List<String> views) {
    MaterializeRequest {
        views = views == null ? List.of() : List.copyOf(views);
    }
}
