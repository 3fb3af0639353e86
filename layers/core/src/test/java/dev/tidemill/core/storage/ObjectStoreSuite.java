package dev.tidemill.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.Sha256;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void list_most_givesTheFirstWithTheirSizes() {
        ObjectStore store = store();
        store.write("suite/some/b", HELLO, "text/plain");
        store.write("suite/some/a", new byte[3], "text/plain");
        assertThat(store.list("suite/some/", 2))
                .containsExactly(new ObjectStore.Stored("suite/some/a", 3), new ObjectStore.Stored("suite/some/b", 5));
        assertThat(store.list("suite/some/", 1)).hasSize(1);
        assertThat(store.list("suite/nothing/", 1)).isEmpty();
    }

    @Test
    void open_written_isRead_andTheKeptHashIsItsHash() throws IOException {
        ObjectStore store = store();
        store.write("suite/opened", HELLO, "text/plain");
        try (InputStream in = store.open("suite/opened").orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo(HELLO);
        }
        store.keptSha256("suite/opened").ifPresent(kept -> assertThat(kept).isEqualTo(Sha256.hex(HELLO)));
        assertThat(store.open("suite/none")).isEmpty();
        assertThat(store.keptSha256("suite/none")).isEmpty();
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

    @Test
    void folder_isReadPageByPage() {
        ObjectStore store = store();
        for (String key : List.of("b.txt", "a/deep/x", "a/y", "c d.txt", "e/z")) {
            store.write("suite/folder/" + key, HELLO, "text/plain");
        }
        ObjectStore.Folder first = store.folder("suite/folder/", 2, null);
        assertThat(first.entries())
                .containsExactly(new ObjectStore.Entry("a", true, 0), new ObjectStore.Entry("b.txt", false, 5));
        ObjectStore.Folder second = store.folder("suite/folder/", 2, first.next());
        assertThat(second.entries())
                .containsExactly(new ObjectStore.Entry("c d.txt", false, 5), new ObjectStore.Entry("e", true, 0));
        assertThat(second.next()).isNull();
        assertThat(store.folder("suite/folder/b.txt/", 2, null).entries()).isEmpty();
    }

    @Test
    void delete_someAbsent_deletesTheOthers() {
        ObjectStore store = store();
        store.write("suite/delete/a", HELLO, "text/plain");
        store.write("suite/delete/b", HELLO, "text/plain");
        store.delete(List.of("suite/delete/a", "suite/delete/none"));
        assertThat(store.list("suite/delete/")).containsExactly("suite/delete/b");
        store.delete(List.of());
    }

    @Test
    void partedUpload_withoutParts_isRefused_andCanBeAborted() {
        PartedUploads uploads = store().partedUploads();
        String id = uploads.begin("suite/parted", "text/plain");
        assertThatThrownBy(() -> uploads.complete(
                        "suite/parted", id, List.of(new PartedUploads.Part(1, "0123456789abcdef0123456789abcdef"))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("INVALID_PARTS"));
        uploads.abort("suite/parted", id);
        uploads.abort("suite/parted", id);
        assertThatThrownBy(() -> uploads.complete(
                        "suite/parted", id, List.of(new PartedUploads.Part(1, "0123456789abcdef0123456789abcdef"))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("NO_SUCH_UPLOAD"));
        assertThat(store().size("suite/parted")).isEmpty();
    }
}
