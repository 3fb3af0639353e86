package dev.tidemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.memory.ArrowBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
    @TempDir
    private Path folder;

    @Test
    void close_removesFolder() {
        Path inside;
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            inside = LocalLake.file(sandbox.folder(), "a.txt", "a");
            assertThat(inside).exists();
        }
        assertThat(inside).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void close_withLiveBuffer_throwsAndStillRemovesFolder() {
        Sandbox sandbox = LocalLake.sandbox(folder);
        ArrowBuf buffer = sandbox.allocator().buffer(64);
        assertThatThrownBy(sandbox::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("leak");
        assertThat(Files.exists(sandbox.folder())).isFalse();
        assertThat(buffer.capacity()).isEqualTo(64);
    }

    @Test
    void sql_readingOutsideTheFolder_isRefused() {
        Path outside = LocalLake.file(folder, "secret.csv", "a\n1\n");
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            LocalLake.file(sandbox.folder(), "own.csv", "a\n1\n");
            assertThat(sandbox.number("SELECT a FROM '" + sandbox.folder() + "/own.csv'"))
                    .isEqualTo(1);
            assertThatThrownBy(() -> sandbox.number("SELECT a FROM '" + outside + "'"))
                    .hasMessageContaining("disabled by configuration");
            assertThatThrownBy(() -> sandbox.execute("COPY (SELECT 1) TO '" + folder + "/out.csv'"))
                    .hasMessageContaining("disabled by configuration");
            assertThatThrownBy(() -> sandbox.execute("INSTALL httpfs"))
                    .hasMessageContaining("httpfs")
                    .hasMessageNotContaining("http://");
            assertThatThrownBy(() -> sandbox.execute("ATTACH '" + folder + "/x.db'"))
                    .hasMessageContaining("disabled by configuration");
        }
    }

    @Test
    void sql_changingTheConfiguration_isRefused() {
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            assertThatThrownBy(() -> sandbox.execute("SET enable_external_access = true"))
                    .hasMessageContaining("enable_external_access");
            assertThatThrownBy(() -> sandbox.execute("SET memory_limit = '8GB'"))
                    .hasMessageContaining("locked");
            assertThatThrownBy(() -> sandbox.execute("SET allowed_directories = ['/']"))
                    .hasMessageContaining("locked");
        }
    }
}
