package dev.tidemill.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelTest {
    private static final String DATA = "tidemill_kernel-0.1.0.dev0.data/data/share/jupyter/kernels/tidemill-java/";

    @TempDir
    private Path folder;

    private Path spec;

    @BeforeEach
    void write() throws IOException {
        spec = Files.createDirectories(folder.resolve("spec"));
        Files.writeString(spec.resolve("kernel.json"), "{}");
        Files.createDirectories(spec.resolve("lib"));
        Files.write(spec.resolve("lib/kernel.jar"), jar(Map.of("dev/Some.class", "code")));
        Files.writeString(folder.resolve("LICENSE"), "Apache");
    }

    private Path build(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--version",
                "0.1.0-SNAPSHOT",
                "--platform",
                "macosx_11_0_arm64",
                "--out",
                folder.resolve("out").toString()));
        arguments.addAll(List.of("--license", folder.resolve("LICENSE").toString(), spec.toString()));
        arguments.addAll(List.of(more));
        return WheelMain.build(arguments);
    }

    @Test
    void build_everyFileIsRecordedWithItsHashAndSize() throws Exception {
        Path wheel = build();

        assertThat(wheel).hasFileName("tidemill_kernel-0.1.0.dev0-py3-none-macosx_11_0_arm64.whl");
        Map<String, byte[]> entries = entries(Files.readAllBytes(wheel));
        assertThat(entries)
                .containsOnlyKeys(
                        DATA + "kernel.json",
                        DATA + "lib/kernel.jar",
                        "tidemill_kernel-0.1.0.dev0.dist-info/METADATA",
                        "tidemill_kernel-0.1.0.dev0.dist-info/RECORD",
                        "tidemill_kernel-0.1.0.dev0.dist-info/WHEEL",
                        "tidemill_kernel-0.1.0.dev0.dist-info/licenses/LICENSE");
        List<String> expected = new ArrayList<>();
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            boolean itself = entry.getKey().endsWith("/RECORD");
            String hash = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(entry.getValue()));
            expected.add(entry.getKey() + (itself ? ",," : ",sha256=" + hash + "," + entry.getValue().length));
        }
        assertThat(text(entries, "RECORD").lines()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(text(entries, "METADATA"))
                .startsWith("Metadata-Version: 2.4\nName: tidemill-kernel\nVersion: 0.1.0.dev0\n")
                .contains("License-Expression: Apache-2.0\nLicense-File: LICENSE\nRequires-Python: >=3.9\n");
        assertThat(text(entries, "WHEEL")).contains("Root-Is-Purelib: false\nTag: py3-none-macosx_11_0_arm64\n");
    }

    @Test
    void build_again_givesTheSameBytesAndNoOtherVersionStays() throws IOException {
        byte[] first = Files.readAllBytes(build());
        Path old = Files.writeString(folder.resolve("out/tidemill_kernel-0.0.9-py3-none-any.whl"), "old");

        Path second = build();

        assertThat(second).hasBinaryContent(first);
        assertThat(old).doesNotExist();
        assertThat(folder.resolve("out")).isDirectoryContaining("glob:**.whl");
    }

    @Test
    void build_jarWithForeignNativeLibraries_leavesThemOutAndKeepsTheRest() throws IOException {
        Path engine = Files.createDirectories(folder.resolve("engine"));
        Files.write(
                engine.resolve("duckdb.jar"),
                jar(Map.of(
                        "libduckdb_java.so_linux_amd64", "elf",
                        "libduckdb_java.so_linux_arm64", "elf",
                        "libduckdb_java.so_osx_universal", "mach",
                        "libduckdb_java.so_windows_amd64", "pe",
                        "lib/windows/x86_64/xgboost4j.dll", "pe",
                        "native/linux-musl/libz.so", "elf",
                        "org/duckdb/windows/Windows.class", "code")));

        Map<String, byte[]> wheel = entries(Files.readAllBytes(build("--below", "engine=" + engine)));

        assertThat(entries(content(wheel, DATA + "engine/duckdb.jar")))
                .containsOnlyKeys(
                        "libduckdb_java.so_linux_amd64",
                        "libduckdb_java.so_linux_arm64",
                        "libduckdb_java.so_osx_universal",
                        "org/duckdb/windows/Windows.class")
                .containsEntry("libduckdb_java.so_osx_universal", "mach".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void build_folderMissingOrEmpty_isRefusedAndWritesNothing() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThatThrownBy(() -> build("--below", "engine=" + empty))
                .hasMessage(empty + " is empty: build the module it belongs to first");
        assertThatThrownBy(() -> build("--below", "engine=" + folder.resolve("none")))
                .hasMessageEndingWith("none is missing: build the module it belongs to first");
        assertThatThrownBy(() -> build(spec.toString())).hasMessageStartingWith("kernel.json is there twice: ");
        assertThatThrownBy(() -> build("--platform", "linux"))
                .hasMessage("platform is 'linux': expected a tag such as manylinux_2_28_x86_64");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void version_thatPythonDoesNotHave_isRefused() {
        assertThatThrownBy(() -> new Wheel("1.0-M1", "any", List.of(), new TreeMap<>()).pythonVersion())
                .hasMessage("version is '1.0-M1': expected numbers such as 0.1.0 or 0.1.0-SNAPSHOT");
    }

    private static String text(Map<String, byte[]> entries, String name) {
        return new String(content(entries, "tidemill_kernel-0.1.0.dev0.dist-info/" + name), StandardCharsets.UTF_8);
    }

    private static byte[] content(Map<String, byte[]> entries, String name) {
        return Objects.requireNonNull(entries.get(name), name);
    }

    private static byte[] jar(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> entries(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }
}
