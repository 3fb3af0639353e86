package dev.tidemill.kernel.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfferedLibrariesTest {
    private final List<String> added = new ArrayList<>();
    private final ClassLoader empty = ClassLoader.getPlatformClassLoader();

    @TempDir
    private Path folder;

    @BeforeEach
    void jars() throws IOException {
        Files.writeString(folder.resolve("tribuo.jar"), "");
        Files.writeString(folder.resolve("arrow.jar"), "");
        Files.writeString(folder.resolve("notes.txt"), "");
    }

    @Test
    void offer_ofMentionedLibrary_addsJarsOnce() {
        OfferedLibraries offered = new OfferedLibraries(folder);

        offered.offer("int a = 1;", empty, added::add);
        assertThat(added).isEmpty();
        offered.offer("import org.tribuo.Model;", empty, added::add);
        offered.offer("import org.apache.arrow.vector.*;", empty, added::add);

        assertThat(added).containsExactly(folder.resolve("arrow.jar") + ":" + folder.resolve("tribuo.jar"));
    }

    @Test
    void offer_whenTheUserHasIt_addsNothing() throws IOException {
        Path theirs = Files.createDirectories(folder.resolve("theirs/org/tribuo"));
        Files.writeString(theirs.resolve("Model.class"), "");
        try (URLClassLoader cells =
                new URLClassLoader(new URL[] {folder.resolve("theirs/").toUri().toURL()}, empty)) {
            new OfferedLibraries(folder).offer("import org.tribuo.Model;", cells, added::add);
        }

        assertThat(added).isEmpty();
    }

    @Test
    void offer_withoutFolder_addsNothing() {
        new OfferedLibraries(folder.resolve("none")).offer("import org.tribuo.Model;", empty, added::add);

        assertThat(added).isEmpty();
    }

    @Test
    void engine_withoutJars_isNone() {
        assertThat(new EngineLoader(folder.resolve("none")).get()).isEmpty();
    }
}
