package dev.tidemill.core.storage;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** The content of an object, to be read in pieces and closed; empty when there is none. */
    Optional<InputStream> open(String key);

    /**
     * The SHA-256 that the store keeps of an object's whole content, as 64 lower-case hexadecimal digits; empty when
     * there is no such object or the store keeps none of it.
     */
    Optional<String> keptSha256(String key);

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

    /**
     * The first objects whose keys begin with a prefix, in order; empty when none does.
     *
     * @param most of them
     */
    List<Stored> list(String prefix, int most);

    /**
     * A page of what lies right below a folder: its objects, and the folders in which others lie.
     *
     * @param folder prefix that ends with a slash, or empty for the whole store
     * @param limit most entries of the page, from 1 to 1,000
     * @param page what the page before ended with; null for the first
     * @throws dev.tidemill.core.failure.ProblemException {@code INVALID_PAGE} when no page ended so
     */
    Folder folder(String folder, int limit, @Nullable String page);

    /** Deletes objects; those that are not there are passed over. */
    void delete(Collection<String> keys);

    /** Uploads in parts by others, who need no credentials. */
    PartedUploads partedUploads();

    /** An address at which the object can be read for a while without credentials. */
    URI presignRead(String key, Duration validity);

    /**
     * An address at which the object can be fetched for a while without credentials, to be kept as a file.
     *
     * @param disposition what the answer's header {@code Content-Disposition} says
     */
    URI presignDownload(String key, String contentType, String disposition, Duration validity);

    /** An address at which an object of any size and content can be written for a while without credentials. */
    PresignedWrite presignWrite(String key, String contentType, Duration validity);

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

    /**
     * An object.
     *
     * @param size in bytes
     */
    record Stored(String key, long size) {}

    /**
     * What lies right below a folder, by name.
     *
     * @param next what the next page is asked with; null when this is the last
     */
    record Folder(List<Entry> entries, @Nullable String next) {
        public Folder {
            entries = List.copyOf(entries);
        }
    }

    /**
     * An object or a folder right below a folder.
     *
     * @param name without the folder's, and without a slash
     * @param size in bytes; 0 for a folder
     */
    record Entry(String name, boolean isFolder, long size) {}
}
