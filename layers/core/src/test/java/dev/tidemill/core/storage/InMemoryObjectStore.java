package dev.tidemill.core.storage;

import dev.tidemill.core.Sha256;
import dev.tidemill.core.failure.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Objects in memory. */
public final class InMemoryObjectStore implements ObjectStore {
    private static final String PAGE = "after ";

    private final String alias;
    private final InMemoryPartedUploads parts = new InMemoryPartedUploads(this);
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
        try {
            return new URI("memory", alias, "/" + key, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("key '" + key + "': expected one that fits an address", e);
        }
    }

    @Override
    public Optional<byte[]> read(String key) {
        return Optional.ofNullable(objects.get(key)).map(byte[]::clone);
    }

    @Override
    public Optional<InputStream> open(String key) {
        return Optional.ofNullable(objects.get(key)).map(ByteArrayInputStream::new);
    }

    @Override
    public Optional<String> keptSha256(String key) {
        return Optional.empty();
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
    public List<Stored> list(String prefix, int most) {
        return list(prefix).stream()
                .limit(most)
                .map(key -> new Stored(key, size(key).orElse(0L)))
                .toList();
    }

    @Override
    public Folder folder(String folder, int limit, @Nullable String page) {
        TreeMap<String, Entry> entries = new TreeMap<>();
        for (String key : list(folder)) {
            String rest = key.substring(folder.length());
            int slash = rest.indexOf('/');
            if (slash >= 0) {
                entries.put(rest.substring(0, slash + 1), new Entry(rest.substring(0, slash), true, 0));
            } else if (!rest.isEmpty()) {
                entries.put(rest, new Entry(rest, false, size(key).orElse(0L)));
            }
        }
        if (page != null && !page.startsWith(PAGE)) {
            throw new ProblemException("INVALID_PAGE", "page '" + page + "': expected one that a page ended with");
        }
        List<Map.Entry<String, Entry>> left = List.copyOf(
                (page == null ? entries : entries.tailMap(page.substring(PAGE.length()), false)).entrySet());
        List<Map.Entry<String, Entry>> here = left.subList(0, Math.min(limit, left.size()));
        return new Folder(
                here.stream().map(Map.Entry::getValue).toList(),
                here.size() < left.size() ? PAGE + here.getLast().getKey() : null);
    }

    @Override
    public void delete(Collection<String> keys) {
        keys.forEach(objects::remove);
    }

    @Override
    public InMemoryPartedUploads partedUploads() {
        return parts;
    }

    @Override
    public URI presignDownload(String key, String contentType, String disposition, Duration validity) {
        return uri(key);
    }

    @Override
    public PresignedWrite presignWrite(String key, String contentType, Duration validity) {
        return new PresignedWrite(uri(key), Map.of("content-type", contentType));
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
