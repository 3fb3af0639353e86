package dev.tidemill.monitoring;

import dev.tidemill.core.storage.ObjectReference;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.storage.PartedUploads;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that takes nothing. */
record ReadOnlyStore(ObjectStore store) implements ObjectStore {
    private static IllegalStateException refused() {
        return new IllegalStateException("takes nothing");
    }

    @Override
    public String alias() {
        return store.alias();
    }

    @Override
    public URI uri(String key) {
        return store.uri(key);
    }

    @Override
    public Optional<byte[]> read(String key) {
        return store.read(key);
    }

    @Override
    public Optional<InputStream> open(String key) {
        return store.open(key);
    }

    @Override
    public Optional<String> keptSha256(String key) {
        return store.keptSha256(key);
    }

    @Override
    public boolean download(String key, Path file) {
        return store.download(key, file);
    }

    @Override
    public ObjectReference write(String key, byte[] content, String contentType) {
        throw refused();
    }

    @Override
    public ObjectReference upload(String key, Path file, String contentType) {
        throw refused();
    }

    @Override
    public boolean writeNew(String key, byte[] content, String contentType) {
        throw refused();
    }

    @Override
    public Optional<Long> size(String key) {
        return store.size(key);
    }

    @Override
    public List<String> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public List<Stored> list(String prefix, int most) {
        return store.list(prefix, most);
    }

    @Override
    public Folder folder(String folder, int limit, @Nullable String page) {
        return store.folder(folder, limit, page);
    }

    @Override
    public void delete(Collection<String> keys) {
        throw refused();
    }

    @Override
    public PartedUploads partedUploads() {
        throw refused();
    }

    @Override
    public URI presignDownload(String key, String contentType, String disposition, Duration validity) {
        return store.presignDownload(key, contentType, disposition, validity);
    }

    @Override
    public PresignedWrite presignWrite(String key, String contentType, Duration validity) {
        throw refused();
    }

    @Override
    public URI presignRead(String key, Duration validity) {
        return store.presignRead(key, validity);
    }

    @Override
    public PresignedWrite presignWrite(String key, long size, String sha256, Duration validity) {
        throw refused();
    }
}
