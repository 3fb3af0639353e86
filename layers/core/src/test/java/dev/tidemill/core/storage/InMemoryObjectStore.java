package dev.tidemill.core.storage;

import dev.tidemill.core.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects in memory. */
public final class InMemoryObjectStore implements ObjectStore {
    private final String alias;
    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

    public InMemoryObjectStore(String alias) {
        this.alias = alias;
    }

    @Override
    public String alias() {
        return alias;
    }

    @Override
    public URI uri(String key) {
        return URI.create("memory://" + alias + "/" + key);
    }

    @Override
    public Optional<byte[]> read(String key) {
        return Optional.ofNullable(objects.get(key)).map(byte[]::clone);
    }

    @Override
    public boolean download(String key, Path file) {
        byte[] content = objects.get(key);
        if (content == null) {
            return false;
        }
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    @Override
    public ObjectReference write(String key, byte[] content, String contentType) {
        objects.put(key, content.clone());
        return new ObjectReference(alias, key, Sha256.hex(content), content.length);
    }

    @Override
    public ObjectReference upload(String key, Path file, String contentType) {
        try {
            return write(key, Files.readAllBytes(file), contentType);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean writeNew(String key, byte[] content, String contentType) {
        return objects.putIfAbsent(key, content.clone()) == null;
    }

    @Override
    public Optional<Long> size(String key) {
        return read(key).map(content -> (long) content.length);
    }

    @Override
    public List<String> list(String prefix) {
        return objects.tailMap(prefix).keySet().stream()
                .takeWhile(key -> key.startsWith(prefix))
                .toList();
    }

    @Override
    public URI presignRead(String key, Duration validity) {
        return uri(key);
    }

    @Override
    public PresignedWrite presignWrite(String key, long size, String sha256, Duration validity) {
        return new PresignedWrite(uri(key), Map.of("content-length", Long.toString(size), "x-sha256", sha256));
    }
}
