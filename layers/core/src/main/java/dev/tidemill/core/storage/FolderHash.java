package dev.tidemill.core.storage;

import dev.tidemill.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One hash of all files of a folder: the SHA-256 of the lines {@code sha256 path\n} of its files, in the order of their
 * paths. Contents are read in pieces, and not at all where the store keeps their hash. Safe for use by several threads.
 */
public final class FolderHash {
    /**
     * How much is looked at before it is given up.
     *
     * @param files most files of a folder
     * @param bytes most bytes that are read, of files whose hash the store does not keep
     * @param time longest time
     */
    public record Limits(int files, long bytes, Duration time) {
        /** What fits into the time of one request. */
        public static final Limits OF_A_REQUEST = new Limits(1000, 256L << 20, Duration.ofSeconds(15));
    }

    /**
     * What came of it.
     *
     * @param sha256 64 lower-case hexadecimal digits; empty when there is no hash, never that of a part
     * @param why there is no hash, in words; empty when there is one
     * @param files how many there are, or that were looked at
     * @param bytes their sizes together
     */
    public record Hashed(String sha256, String why, int files, long bytes) {}

    private static final int SMALL = 64 << 10;
    private static final int BUFFER = 1 << 16;

    private final ObjectStore store;
    private final Limits limits;
    private final InstantSource clock;

    public FolderHash(ObjectStore store, Limits limits, InstantSource clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Hashes a folder.
     *
     * @param folder prefix of its keys, with a closing slash
     */
    public Hashed of(String folder) {
        List<ObjectStore.Stored> files = store.list(folder, limits.files + 1);
        long size = files.stream().mapToLong(ObjectStore.Stored::size).sum();
        if (files.isEmpty()) {
            return new Hashed("", "there are no files at its source", 0, 0);
        }
        if (files.size() > limits.files) {
            return new Hashed("", "its source has more than " + limits.files + " files", files.size(), size);
        }
        Instant end = clock.instant().plus(limits.time);
        MessageDigest digest = Sha256.digest();
        long left = limits.bytes;
        for (ObjectStore.Stored file : files) {
            String hash = file.size() > SMALL ? store.keptSha256(file.key()).orElse("") : "";
            if (hash.isEmpty()) {
                left -= file.size();
                hash = left < 0 ? "" : read(file.key(), end).orElse("");
            }
            if (hash.isEmpty()) {
                String why = left < 0
                        ? "more than " + limits.bytes + " bytes at its source would have to be read"
                        : "its source was not read in " + limits.time.toSeconds() + " s";
                return new Hashed("", why, files.size(), size);
            }
            String line = hash + " " + file.key().substring(folder.length()) + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return new Hashed(HexFormat.of().formatHex(digest.digest()), "", files.size(), size);
    }

    /** Hashes one file: the SHA-256 of its content. */
    public Hashed ofFile(String key) {
        long size = store.size(key).orElse(-1L);
        if (size < 0) {
            return new Hashed("", "there is no such file", 0, 0);
        }
        String kept = store.keptSha256(key).orElse("");
        if (kept.isEmpty() && size > limits.bytes) {
            return new Hashed("", "it has more than " + limits.bytes + " bytes", 1, size);
        }
        String hash =
                kept.isEmpty() ? read(key, clock.instant().plus(limits.time)).orElse("") : kept;
        return new Hashed(hash, hash.isEmpty() ? "it was not read in " + limits.time.toSeconds() + " s" : "", 1, size);
    }

    /** Empty when the time is over, or the object went away. */
    private Optional<String> read(String key, Instant end) {
        Optional<InputStream> opened = store.open(key);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        MessageDigest digest = Sha256.digest();
        try (InputStream in = opened.get()) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (clock.instant().isAfter(end)) {
                    return Optional.empty();
                }
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(HexFormat.of().formatHex(digest.digest()));
    }
}
