package dev.tidemill.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with JDKs whose {@code java} prints what it is started with, and no others. */
class LauncherTest {
    private static final Path SCRIPT = Path.of("src/main/kernelspec/start.sh");

    @TempDir
    private Path folder;

    private Path spec;

    private record Ended(int status, List<String> lines) {}

    @BeforeEach
    void install() throws IOException {
        spec = Files.createDirectories(folder.resolve("prefix/share/jupyter/kernels/tidemill java"));
        Files.createDirectories(folder.resolve("home"));
        // The machine's own JDKs stay out of it.
        String script = Files.readString(SCRIPT).replaceAll("(?m)^ {6}/\\S+( \\\\)?$", "      /nowhere/*$1");
        Files.writeString(spec.resolve("start.sh"), script);
    }

    private Path jdk(String place, String version) throws IOException {
        Path home = folder.resolve(place);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Some\"\nJAVA_VERSION=\"" + version + "\"\n");
        for (String program : List.of("java", "javac")) {
            Path file = Files.writeString(
                    home.resolve("bin/" + program),
                    "#!/bin/sh\necho " + place + "\nfor word in \"$@\"; do echo \"$word\"; done\n"
                            + "echo \"api $TIDEMILL_API_URL\"\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return home;
    }

    private Ended start(Map<String, String> variables) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", spec.resolve("start.sh").toString(), "/some/connection file.json");
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("JAVA_HOME", folder.resolve("none").toString());
        environment.putAll(variables);
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), printed.lines().toList());
    }

    @Test
    void start_passesOptionsClassPathAndConnectionFile() throws Exception {
        Path jdk = jdk("j25", "25.0.1");

        Ended ended = start(Map.of("JAVA_HOME", jdk.toString(), "TIDEMILL_KERNEL_HEAP", "3g"));

        assertThat(ended.lines())
                .containsSubsequence(
                        "j25",
                        "@" + spec + "/jvm.args",
                        "-XX:+AutoCreateSharedArchive",
                        "-Xmx3g",
                        "-Dtidemill.kernelspec=" + spec,
                        "-cp",
                        spec + "/jjava.jar:" + spec + "/lib/*",
                        "dev.tidemill.kernel.TidemillKernel",
                        "/some/connection file.json");
    }

    @Test
    void start_javaOfPathIsOld_takesTheNamedOneThenAUsualFolder() throws Exception {
        Path old = jdk("j17", "17.0.9");
        Path named = jdk("named", "25");
        jdk("home/.sdkman/candidates/java/25.0.2-tem", "25.0.2");
        jdk("home/.sdkman/candidates/java/17.0.1-tem", "17.0.1");
        Map<String, String> variables = new HashMap<>();
        variables.put("JAVA_HOME", old.toString());
        variables.put("PATH", old + "/bin:/usr/bin:/bin");

        assertThat(start(variables).lines()).startsWith("home/.sdkman/candidates/java/25.0.2-tem");
        variables.put("JAVA25_HOME", named.toString());
        assertThat(start(variables).lines()).startsWith("named");
        variables.put("TIDEMILL_JAVA_HOME", jdk("own", "26-ea").toString());
        assertThat(start(variables).lines()).startsWith("own");
    }

    @Test
    void start_javaOfPathIsNewEnough_followsItsLink() throws Exception {
        Path jdk = jdk("linked", "25.0.1");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("bin/java"));

        assertThat(start(Map.of("PATH", bin + ":/usr/bin:/bin")).lines()).startsWith("linked");
    }

    @Test
    void start_severalInUsualFolders_prefers25ToNewer() throws Exception {
        jdk("home/.jdks/a-27", "27");
        assertThat(start(Map.of()).lines()).startsWith("home/.jdks/a-27");
        jdk("home/.jdks/b-25", "25.0.3");
        assertThat(start(Map.of()).lines()).startsWith("home/.jdks/b-25");
    }

    @Test
    void start_eachInstallationHasItsArchive_andNoneWhereNothingCanBeWritten() throws Exception {
        Path jdk = jdk("j25", "25.0.1");

        assertThat(start(Map.of("JAVA_HOME", jdk.toString())).lines())
                .anyMatch(word -> word.matches("-XX:SharedArchiveFile="
                        + folder.resolve("home/.cache/tidemill/kernel/classes-") + "\\d+\\.jsa"));
        assertThat(start(Map.of("JAVA_HOME", jdk.toString(), "TIDEMILL_CACHE", "/dev/null"))
                        .lines())
                .noneMatch(word -> word.contains("SharedArchive"));
    }

    @Test
    void start_noJdk_saysWhatToDoInOneSentence() throws Exception {
        Ended none = start(Map.of());
        Ended old = start(Map.of("TIDEMILL_JAVA_HOME", jdk("j17", "17.0.9").toString()));

        assertThat(none.status()).isEqualTo(1);
        assertThat(none.lines())
                .singleElement()
                .asString()
                .startsWith("Java (Tidemill): no JDK 25 or newer was found: install one from https://adoptium.net")
                .contains("TIDEMILL_JAVA_HOME");
        assertThat(old.lines())
                .containsExactly("Java (Tidemill): TIDEMILL_JAVA_HOME is " + folder.resolve("j17")
                        + ": expected the folder of a JDK 25 or newer");
    }

    @Test
    void start_heapThatIsNoSize_isRefused() throws Exception {
        Path jdk = jdk("j25", "25.0.1");

        for (String heap : List.of("4 g", "lots", "-1g", "4gb", "0")) {
            assertThat(start(Map.of("JAVA_HOME", jdk.toString(), "TIDEMILL_KERNEL_HEAP", heap))
                            .lines())
                    .containsExactly("Java (Tidemill): TIDEMILL_KERNEL_HEAP is " + heap
                            + ": expected a size such as 4g or 800m");
        }
    }

    @Test
    void start_withAnEnvironmentFile_readsItFirst() throws Exception {
        Path jdk = jdk("j25", "25.0.1");
        Files.writeString(spec.resolve("environment"), "export TIDEMILL_API_URL=http://127.0.0.1:9/api\n");

        assertThat(start(Map.of("JAVA_HOME", jdk.toString(), "TIDEMILL_API_URL", "other"))
                        .lines())
                .endsWith("api http://127.0.0.1:9/api");
    }
}
