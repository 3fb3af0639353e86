package dev.tidemill.processlogs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogsTest {
    private static final Instant NOON = Instant.parse("2013-07-01T12:00:00Z");

    @Test
    void line_twoNames_goToTwoFiles(@TempDir Path folder) throws IOException {
        try (FileLogs logs = new FileLogs(folder)) {
            logs.line("a", "2013/07/01/[1]0123456789", NOON, "first");
            logs.line("b", "s", NOON, "grüezi");
            logs.line("a", "2013/07/01/[1]0123456789", NOON, "second");
        }
        assertThat(folder.resolve("a.log"))
                .hasContent("2013-07-01T12:00:00Z 456789 first\n2013-07-01T12:00:00Z 456789 second\n");
        assertThat(folder.resolve("b.log")).hasContent("2013-07-01T12:00:00Z s grüezi\n");
    }

    @Test
    void line_fileExists_isAppended(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.log"), "before\n");
        try (FileLogs logs = new FileLogs(folder)) {
            logs.line("a", "s", NOON, "after");
        }
        assertThat(folder.resolve("a.log")).hasContent("before\n2013-07-01T12:00:00Z s after\n");
    }

    @Test
    void line_fileFull_startsANewOneAndKeepsTheLast(@TempDir Path folder) {
        String large = "x".repeat(1 << 20);
        try (FileLogs logs = new FileLogs(folder)) {
            for (int at = 0; at < 20; at++) {
                logs.line("a", "s", NOON, large);
            }
        }
        assertThat(folder.resolve("a.log.1")).exists();
        assertThat(folder.resolve("a.log").toFile().length()).isLessThan(6L << 20);
    }
}
