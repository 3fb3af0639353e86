package dev.tidemill.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FolderHashTest {
    private static final InstantSource STILL = InstantSource.fixed(Instant.EPOCH);

    private final InMemoryObjectStore store = new InMemoryObjectStore("artifacts");

    private void write(String key, String content) {
        store.write(key, content.getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    private FolderHash.Hashed hash(int files, long bytes) {
        return new FolderHash(store, new FolderHash.Limits(files, bytes, Duration.ofSeconds(1)), STILL).of("m/");
    }

    @Test
    void of_files_isThatOfTheirPathsAndHashes() {
        write("m/b/c", "two");
        write("m/a", "one");
        write("mm", "another folder");
        String lines = Sha256.hex("one") + " a\n" + Sha256.hex("two") + " b/c\n";
        assertThat(hash(2, 6)).isEqualTo(new FolderHash.Hashed(Sha256.hex(lines), "", 2, 6));
    }

    @Test
    void of_tooMuch_isNoHashAndTellsWhy() {
        write("m/a", "one");
        write("m/b", "two");
        assertThat(hash(1, 6).sha256()).isEmpty();
        assertThat(hash(1, 6).why()).contains("more than 1 files");
        assertThat(hash(2, 5).sha256()).isEmpty();
        assertThat(hash(2, 5).why()).contains("more than 5 bytes");
    }

    @Test
    void of_nothing_tellsThatThereAreNoFiles() {
        assertThat(hash(2, 5)).isEqualTo(new FolderHash.Hashed("", "there are no files at its source", 0, 0));
    }

    @Test
    void of_slowFiles_isGivenUp() {
        write("m/a", "one");
        AtomicLong seconds = new AtomicLong();
        InstantSource running = () -> Instant.ofEpochSecond(seconds.addAndGet(10));
        FolderHash.Limits limits = new FolderHash.Limits(2, 6, Duration.ofSeconds(1));
        assertThat(new FolderHash(store, limits, running).of("m/").why()).contains("1 s");
    }
}
