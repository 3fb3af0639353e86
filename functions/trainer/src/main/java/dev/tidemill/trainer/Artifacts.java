package dev.tidemill.trainer;

import dev.tidemill.core.storage.ObjectReference;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.file.Path;

/** Where the trainer leaves what it made: keys of the artifacts store. */
public interface Artifacts {
    /** Writes a file, replacing what was there. */
    ObjectReference write(String key, byte[] content, String contentType);

    /** Writes a file of any size, replacing what was there. */
    ObjectReference upload(String key, Path file, String contentType);

    /** The artifacts store itself. */
    static Artifacts of(ObjectStore store) {
        return new Artifacts() {
            @Override
            public ObjectReference write(String key, byte[] content, String contentType) {
                return store.write(key, content, contentType);
            }

            @Override
            public ObjectReference upload(String key, Path file, String contentType) {
                return store.upload(key, file, contentType);
            }
        };
    }
}
