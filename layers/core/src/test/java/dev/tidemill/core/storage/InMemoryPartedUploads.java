package dev.tidemill.core.storage;

import dev.tidemill.core.Sha256;
import dev.tidemill.core.failure.ProblemException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Uploads in memory, whose parts {@link #send} sends. */
public final class InMemoryPartedUploads implements PartedUploads {
    private final InMemoryObjectStore store;
    private final Map<String, Upload> uploads = new HashMap<>();
    private final Map<String, String> completed = new HashMap<>();
    private int begun;

    InMemoryPartedUploads(InMemoryObjectStore store) {
        this.store = store;
    }

    private record Upload(String key, String contentType, TreeMap<Integer, byte[]> parts) {}

    @Override
    public synchronized String begin(String key, String contentType) {
        String id = "upload-" + ++begun;
        uploads.put(id, new Upload(key, contentType, new TreeMap<>()));
        return id;
    }

    @Override
    public URI presignPart(String key, String id, int number, Duration validity) {
        return URI.create(store.uri(key) + "?uploadId=" + id + "&partNumber=" + number);
    }

    /** Sends a part to an address of {@link #presignPart}; its tag. */
    public synchronized String send(URI address, byte[] content) {
        String[] query = address.getQuery().split("[=&]");
        Upload upload = uploads.get(query[1]);
        if (upload == null) {
            throw new IllegalArgumentException("no upload " + query[1]);
        }
        upload.parts().put(Integer.parseInt(query[3]), content.clone());
        return tag(content);
    }

    @Override
    public synchronized void complete(String key, String id, List<Part> parts) {
        if (key.equals(completed.get(id))) {
            return;
        }
        Upload upload = required(key, id);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int before = 0;
        for (Part part : parts) {
            byte[] content = upload.parts().get(part.number());
            if (content == null
                    || part.number() <= before
                    || !tag(content).equals(part.tag().replace("\"", ""))) {
                throw new ProblemException("INVALID_PARTS", "part " + part.number() + ": expected one that was sent");
            }
            before = part.number();
            whole.writeBytes(content);
        }
        store.write(key, whole.toByteArray(), upload.contentType());
        uploads.remove(id);
        completed.put(id, key);
    }

    @Override
    public synchronized void abort(String key, String id) {
        uploads.remove(id);
    }

    private Upload required(String key, String id) {
        Upload upload = uploads.get(id);
        if (upload == null || !upload.key().equals(key)) {
            throw new ProblemException("NO_SUCH_UPLOAD", "no upload '" + id + "' of " + key);
        }
        return upload;
    }

    private static String tag(byte[] content) {
        return Sha256.hex(content).substring(0, 32);
    }
}
