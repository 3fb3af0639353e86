package dev.tidemill.core.storage;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Uploads whose parts are sent by others, each to an address that is signed for it. What was begun and never completed
 * can be read by nobody. Safe for use by several threads.
 */
public interface PartedUploads {
    /** Most parts of an upload; numbers begin with 1. */
    int MOST_PARTS = 10_000;

    /**
     * Begins the upload of an object.
     *
     * @return its id, which is good for this key alone
     */
    String begin(String key, String contentType);

    /**
     * An address to which one part can be sent by PUT for a while without credentials; the answer's header
     * {@code ETag} names what was sent. All parts but the last have at least 5 MiB.
     *
     * @param number from 1 to {@value #MOST_PARTS}
     */
    URI presignPart(String key, String id, int number, Duration validity);

    /**
     * Makes the object of the parts that were sent, replacing what was there. May be repeated.
     *
     * @param parts by number
     * @throws dev.tidemill.core.failure.ProblemException {@code NO_SUCH_UPLOAD} when there is none of this id and key,
     *     {@code INVALID_PARTS} when a part was not sent so, is too small or out of order
     */
    void complete(String key, String id, List<Part> parts);

    /** Gives an upload up, with the parts that were sent; does nothing when there is none of this id. */
    void abort(String key, String id);

    /**
     * A part that was sent.
     *
     * @param tag the header {@code ETag} of the answer, with or without quotes
     */
    record Part(int number, String tag) {}
}
