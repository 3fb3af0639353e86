package dev.tidemill.ingestion;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an ingestion brought.
 *
 * @param status {@code COMMITTED}, or {@code DUPLICATE} when the same file had landed before
 * @param rows that it added
 * @param quarantined rows kept out
 * @param snapshotId in decimal; as text, because a state machine reads JSON numbers as doubles and would round it
 * @param profileKey of the profile in the artifacts store, which the execution that landed it wrote
 * @param quarantineKey of the rows kept out, in the lake; null when there are none
 * @param watermark latest availability of any row of the dataset as of the snapshot
 * @param warnings checks that did not hold but only warn
 * @param landedBy the execution that landed it
 */
record IngestResult(
        String ingestionId,
        String dataset,
        String status,
        long rows,
        long quarantined,
        String snapshotId,
        String profileKey,
        @Nullable String quarantineKey,
        Instant watermark,
        List<String> warnings,
        String landedBy) {
    static final String COMMITTED = "COMMITTED";
    static final String DUPLICATE = "DUPLICATE";
}
