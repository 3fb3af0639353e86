package dev.tidemill.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training is asked.
 *
 * @param asOf what was known at this instant is trained on; null for everything up to the data's watermark
 * @param promote {@code never}, or {@code on-pass} to deploy the version when its gates pass
 */
public record Training(@Nullable Instant asOf, String promote) {
    /** On everything up to the data's watermark, promoting never. */
    public static Training onAllData() {
        return new Training(null, "never");
    }

    /** On what was known at an instant, promoting never. */
    public static Training asOf(Instant asOf) {
        return new Training(asOf, "never");
    }

    /** The same, deployed when its gates pass. */
    public Training promotedOnPass() {
        return new Training(asOf, "on-pass");
    }

    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        if (asOf != null) {
            body.put("asOf", asOf);
        }
        body.put("promote", promote);
        return body;
    }
}
