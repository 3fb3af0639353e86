package dev.tidemill.inference.scoring;

import java.util.List;

/**
 * How a file is scored: by one version throughout, whatever becomes of its alias, in chunks of the joined file.
 *
 * @param joinedKey of the joined file in the artifacts store
 * @param joinedSha256 of that file
 */
record ScoringPlan(String model, int version, long rows, String joinedKey, String joinedSha256, List<Chunk> chunks) {
    ScoringPlan {
        chunks = List.copyOf(chunks);
    }

    /**
     * @param index from 0
     * @param from the first row, from 0
     * @param to the row before which to stop
     */
    record Chunk(int index, long from, long to) {}
}
