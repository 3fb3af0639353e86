package dev.tidemill.ingestion;

import dev.tidemill.core.failure.Problem.Detail;
import dev.tidemill.core.failure.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an execution is asked to ingest.
 *
 * @param key of the uploaded object in the lake
 * @param sha256 of its content
 * @param size of its content in bytes
 * @param filename what messages call it; null to call it as the dataset
 */
record IngestRequest(
        String dataset,
        String key,
        String sha256,
        @Nullable Long size,
        @Nullable String filename) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /**
     * Refuses a request for an object outside a folder of the lake, or without the hash and size to check it by.
     *
     * @throws ProblemException {@code INVALID_REQUEST}
     */
    void requireBelow(String folder) {
        List<Detail> details = new ArrayList<>();
        if (key == null || !key.startsWith(folder) || key.contains("..")) {
            details.add(new Detail("request.key", String.valueOf(key), "a key below " + folder));
        }
        if (sha256 == null || !HASH.matcher(sha256).matches()) {
            details.add(new Detail("request.sha256", String.valueOf(sha256), "64 lower-case hexadecimal digits"));
        }
        if (size == null || size < 0) {
            details.add(new Detail("request.size", String.valueOf(size), "the size in bytes"));
        }
        if (!details.isEmpty()) {
            throw new ProblemException("INVALID_REQUEST", "The file to ingest is not named as it should be", details);
        }
    }

    /** What messages call the file. */
    String name() {
        return filename == null || filename.isBlank() ? dataset : filename;
    }
}
