package dev.tidemill.client.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a training on this machine is asked; as for one on Batch.
 *
 * @param project whose latest revision is trained
 * @param asOf what was known at this instant is trained on; null for everything up to the data's watermark
 * @param promote {@code never}, or {@code on-pass} to deploy the version when its gates pass
 */
public record TrainRequest(String project, @Nullable Instant asOf, String promote) {
    /** On everything up to the data's watermark, promoting never. */
    public static TrainRequest onAllData(String project) {
        return new TrainRequest(project, null, "never");
    }
}
