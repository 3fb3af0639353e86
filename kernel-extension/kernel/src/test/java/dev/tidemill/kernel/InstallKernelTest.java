package dev.tidemill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallKernelTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("TIDEMILL_API_URL", "http://127.0.0.1:4566/api");

    @TempDir
    private Path folder;

    @Test
    void install_intoEnvironment_writesSpecJarsAndOptions() throws IOException {
        Path jar = Files.writeString(folder.resolve("k.jar"), "kernel");
        Path jjava = Files.writeString(folder.resolve("j.jar"), "jjava");

        Path installed = InstallKernel.install(jar, jjava, Path.of("/jdk \"25\""), folder, ENVIRONMENT);
        InstallKernel.install(jar, jjava, Path.of("/jdk \"25\""), folder, ENVIRONMENT);

        assertThat(installed).isEqualTo(folder.resolve("share/jupyter/kernels/tidemill-java"));
        assertThat(installed.resolve("lib/tidemill-kernel.jar")).hasContent("kernel");
        assertThat(installed.resolve("jjava.jar")).hasContent("jjava");
        assertThat(installed.resolve("jvm.args")).content().contains("--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED");
        assertThat(installed.resolve("kernel.json"))
                .content()
                .contains(
                        "\"/jdk \\\"25\\\"/bin/java\", \"@{resource_dir}/jvm.args\"",
                        "\"dev.tidemill.kernel.TidemillKernel\", \"{connection_file}\"",
                        "\"env\": {\"TIDEMILL_API_URL\": \"http://127.0.0.1:4566/api\"}");
    }

    @Test
    void install_withoutEnvironment_takesItFromTheEnvironment() throws IOException {
        Path jar = Files.writeString(folder.resolve("k.jar"), "kernel");

        Path installed = InstallKernel.install(jar, jar, Path.of("/jdk"), folder, Map.of());

        assertThat(installed.resolve("kernel.json")).content().contains("\"env\": {}");
    }
}
