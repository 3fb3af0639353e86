package dev.tidemill.client.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a training on this machine is asked; as for one on Batch.
 *
 * @param project whose latest revision is trained
 * @param asOf what was known at this instant is trained on; null for everything up to the data's watermark
 * @param promote {@code never}, or {@code on-pass} to deploy the version when its gates pass
 * @param own makes the model; null for the trainer that the project declares
 */
public record TrainRequest(
        String project,
        @Nullable Instant asOf,
        String promote,
        @Nullable OwnTrainer own) {
    /** By the trainer that the project declares. */
    public TrainRequest(String project, @Nullable Instant asOf, String promote) {
        this(project, asOf, promote, null);
    }

    /** On everything up to the data's watermark, promoting never. */
    public static TrainRequest onAllData(String project) {
        return new TrainRequest(project, null, "never");
    }
}
