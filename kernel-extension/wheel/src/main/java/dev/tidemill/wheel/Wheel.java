package dev.tidemill.wheel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * A wheel for any Python 3 that carries nothing but data files: the kernelspec, which pip lays where Jupyter looks. The
 * same content gives the same bytes.
 *
 * @param version of the Maven project; a snapshot becomes a development release
 * @param platform for which the native libraries in it are, as pip names it, such as {@code manylinux_2_28_x86_64}
 * @param licenses texts that go with it
 * @param kernelspec files by their names in the kernelspec
 * @see <a href="https://packaging.python.org/specifications/binary-distribution-format/">Binary distribution format</a>
 */
record Wheel(String version, String platform, List<Path> licenses, SortedMap<String, Path> kernelspec) {
    /** The folder of the installed kernelspec below the Python environment. */
    static final String INSTALLED = "share/jupyter/kernels/tidemill-java/";

    private static final String NAME = "tidemill_kernel";
    // Zip keeps local time: this is the same in every zone.
    private static final long WRITTEN = LocalDateTime.of(2026, 1, 1, 0, 0)
            .atZone(ZoneId.systemDefault())
            .toInstant()
            .toEpochMilli();

    /** A snapshot of 0.1.0 comes before 0.1.0, as Python orders versions. */
    String pythonVersion() {
        String python = version.replace("-SNAPSHOT", ".dev0");
        if (!python.matches("\\d+(\\.\\d+)*(\\.dev0)?")) {
            throw new IllegalArgumentException(
                    "version is '" + version + "': expected numbers such as 0.1.0 or 0.1.0-SNAPSHOT");
        }
        return python;
    }

    /**
     * Writes the wheel into a folder, in which no other version of it stays.
     *
     * @return the file
     */
    Path write(Path folder) throws IOException {
        if (!platform.matches("any|(manylinux|macosx)(_\\d+){2}_\\w+")) {
            throw new IllegalArgumentException(
                    "platform is '" + platform + "': expected a tag such as manylinux_2_28_x86_64");
        }
        String stem = NAME + "-" + pythonVersion();
        SortedMap<String, byte[]> texts = new TreeMap<>();
        for (Path license : licenses) {
            texts.put(stem + ".dist-info/licenses/" + license.getFileName(), Files.readAllBytes(license));
        }
        texts.put(stem + ".dist-info/METADATA", metadata().getBytes(StandardCharsets.UTF_8));
        texts.put(stem + ".dist-info/WHEEL", """
                Wheel-Version: 1.0
                Generator: tidemill (%s)
                Root-Is-Purelib: false
                Tag: py3-none-%s
                """.formatted(version, platform).getBytes(StandardCharsets.UTF_8));
        Files.createDirectories(folder);
        Path wheel = folder.resolve(stem + "-py3-none-" + platform + ".whl");
        Path unfinished = folder.resolve(stem + ".unfinished");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(unfinished)) {
            StringBuilder installed = new StringBuilder();
            for (Map.Entry<String, Path> file : kernelspec.entrySet()) {
                String name = stem + ".data/data/" + INSTALLED + file.getKey();
                add(zip, name, PlatformJar.bytes(file.getValue()), installed);
            }
            for (Map.Entry<String, byte[]> text : texts.entrySet()) {
                add(zip, text.getKey(), text.getValue(), installed);
            }
            String itself = stem + ".dist-info/RECORD";
            installed.append(itself).append(",,\n");
            add(zip, itself, installed.toString().getBytes(StandardCharsets.UTF_8), new StringBuilder());
        }
        try (DirectoryStream<Path> others = Files.newDirectoryStream(folder, NAME + "-*.whl")) {
            for (Path other : others) {
                Files.delete(other);
            }
        }
        return Files.move(unfinished, wheel, StandardCopyOption.REPLACE_EXISTING);
    }

    private String metadata() {
        ByteArrayOutputStream files = new ByteArrayOutputStream();
        licenses.forEach(license ->
                files.writeBytes(("License-File: " + license.getFileName() + "\n").getBytes(StandardCharsets.UTF_8)));
        return """
                Metadata-Version: 2.4
                Name: tidemill-kernel
                Version: %s
                Summary: Jupyter kernel "Java (Tidemill)": serverless MLOps from Java notebooks
                License-Expression: Apache-2.0
                %sRequires-Python: >=3.9
                Classifier: Framework :: Jupyter
                Classifier: Operating System :: MacOS
                Classifier: Operating System :: POSIX :: Linux
                Classifier: Programming Language :: Java
                Description-Content-Type: text/markdown

                A Jupyter kernel for Java 25 that knows Tidemill: the variable `tidemill` is a typed client of its API, `%%mlops help`
                lists its commands. It runs on a JDK 25 or newer, which it finds by itself or by `TIDEMILL_JAVA_HOME`, on Linux and macOS.
                """.formatted(pythonVersion(), files.toString(StandardCharsets.UTF_8));
    }

    private static void add(ZipArchiveOutputStream zip, String name, byte[] content, StringBuilder installed)
            throws IOException {
        // Jars are compressed already; to store them saves seconds at packing and at every installation.
        boolean stored = name.endsWith(".jar") || name.endsWith(".png");
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setTime(WRITTEN);
        entry.setUnixMode(name.endsWith(".sh") ? 0100755 : 0100644);
        entry.setMethod(stored ? ZipEntry.STORED : ZipEntry.DEFLATED);
        entry.setSize(content.length);
        if (stored) {
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setCrc(crc.getValue());
        }
        zip.putArchiveEntry(entry);
        zip.write(content);
        zip.closeArchiveEntry();
        installed
                .append(name)
                .append(",sha256=")
                .append(Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(content)))
                .append(',')
                .append(content.length)
                .append('\n');
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
