package dev.tidemill.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every object store does. */
public abstract class ObjectStoreSuite {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final byte[] WORLD = "world".getBytes(StandardCharsets.UTF_8);

    /** A store that holds nothing under {@code suite/}. */
    protected abstract ObjectStore store();

    @Test
    void read_written_isTheSameAndHashed() {
        ObjectStore store = store();
        ObjectReference reference = store.write("suite/a", HELLO, "text/plain");
        assertThat(reference).isEqualTo(new ObjectReference(store.alias(), "suite/a", Sha256.hex(HELLO), 5));
        assertThat(store.read("suite/a"))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(HELLO));
        assertThat(store.size("suite/a")).contains(5L);
    }

    @Test
    void read_absent_isEmpty() {
        assertThat(store().read("suite/none")).isEmpty();
        assertThat(store().size("suite/none")).isEmpty();
    }

    @Test
    void writeNew_existing_isLeft() {
        ObjectStore store = store();
        assertThat(store.writeNew("suite/new", HELLO, "text/plain")).isTrue();
        assertThat(store.writeNew("suite/new", WORLD, "text/plain")).isFalse();
        assertThat(store.read("suite/new"))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(HELLO));
    }

    @Test
    void list_prefix_givesItsKeysInOrder() {
        ObjectStore store = store();
        store.write("suite/list/b", HELLO, "text/plain");
        store.write("suite/list/a", HELLO, "text/plain");
        store.write("suite/other", HELLO, "text/plain");
        assertThat(store.list("suite/list/")).containsExactly("suite/list/a", "suite/list/b");
        assertThat(store.list("suite/nothing/")).isEmpty();
    }

    @Test
    void upload_file_canBeDownloaded(@TempDir Path folder) throws IOException {
        ObjectStore store = store();
        Path source = Files.write(folder.resolve("source"), HELLO);
        assertThat(store.upload("suite/file", source, "application/octet-stream")
                        .sha256())
                .isEqualTo(Sha256.hex(HELLO));
        Path target = folder.resolve("target");
        assertThat(store.download("suite/file", target)).isTrue();
        assertThat(target).hasBinaryContent(HELLO);
    }

    @Test
    void download_absent_makesNoFile(@TempDir Path folder) {
        Path target = folder.resolve("target");
        assertThat(store().download("suite/none", target)).isFalse();
        assertThat(target).doesNotExist();
    }
}
