package dev.tidemill.core.storage;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects of one store (lake, artifacts or capture), by relative key. Safe for use by several threads.
 * Failures that may pass are thrown as unchecked exceptions.
 */
public interface ObjectStore {
    /** The name that references carry: {@code lake}, {@code artifacts} or {@code capture}. */
    String alias();

    /** The absolute address of a key, composed now and never stored. */
    URI uri(String key);

    /** Reads a whole object; empty when there is none. */
    Optional<byte[]> read(String key);

    /**
     * Copies an object to a new file.
     *
     * @return false when there is no such object; the file is then not made
     */
    boolean download(String key, Path file);

    /** Writes an object, replacing what was there. */
    ObjectReference write(String key, byte[] content, String contentType);

    /** Writes a file's content as an object, replacing what was there; files of any size. */
    ObjectReference upload(String key, Path file, String contentType);

    /**
     * Writes an object only where there is none.
     *
     * @return false when one exists; it is left as it is
     */
    boolean writeNew(String key, byte[] content, String contentType);

    /** Size in bytes; empty when there is no such object. */
    Optional<Long> size(String key);

    /** The keys that begin with a prefix, in order; empty when none does. */
    List<String> list(String prefix);

    /** An address at which the object can be read for a while without credentials. */
    URI presignRead(String key, Duration validity);

    /**
     * An address at which an object of exactly this size and hash can be written for a while without credentials.
     *
     * @param sha256 64 hexadecimal digits
     */
    PresignedWrite presignWrite(String key, long size, String sha256, Duration validity);

    /**
     * @param headers to be sent with the PUT, by name
     */
    record PresignedWrite(URI uri, Map<String, String> headers) {
        public PresignedWrite {
            headers = Map.copyOf(headers);
        }
    }
}
