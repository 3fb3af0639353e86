package dev.tidemill.wheel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Leaves out of jars the native libraries of platforms on which the kernel does not run: its launcher is a POSIX shell
 * script and its JDK one of glibc, so those of Windows and musl are dead weight. What stays is copied as it was
 * compressed; a jar without such libraries, or a signed one, stays as it is.
 */
final class PlatformJar {
    private static final Pattern FOREIGN = Pattern.compile(".*(\\.dll|[_/]windows_(amd64|arm64)|musl.*\\.so)");
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

    private PlatformJar() {}

    /** The bytes that go into the wheel for a file; those of a file that is no jar as they are. */
    static byte[] bytes(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        if (!file.toString().endsWith(".jar")) {
            return all;
        }
        try (ZipFile jar = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(all))
                .get()) {
            List<ZipArchiveEntry> entries = Collections.list(jar.getEntries());
            boolean signed = entries.stream()
                    .anyMatch(entry -> SIGNATURE.matcher(entry.getName()).matches());
            if (signed || entries.stream().noneMatch(PlatformJar::isForeign)) {
                return all;
            }
            return without(jar, entries);
        }
    }

    private static byte[] without(ZipFile jar, List<ZipArchiveEntry> entries) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(kept)) {
            for (ZipArchiveEntry entry : entries) {
                if (!isForeign(entry)) {
                    try (InputStream compressed = jar.getRawInputStream(entry)) {
                        out.addRawArchiveEntry(entry, compressed);
                    }
                }
            }
        }
        return kept.toByteArray();
    }

    private static boolean isForeign(ZipArchiveEntry entry) {
        return FOREIGN.matcher(entry.getName().toLowerCase(Locale.ROOT)).matches();
    }
}
