package dev.tidemill.functionhost;

import dev.tidemill.functionhost.FunctionVersion.Archive;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Unpacked zips of functions and layers on disk, each downloaded once for its content. Safe for many threads. */
final class CodeStore {
    private final Path folder;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    CodeStore(Path folder) {
        this.folder = folder;
    }

    /**
     * The folder that holds the content of an archive.
     *
     * @throws IOException when it cannot be downloaded, is no zip, or differs from its checksum
     */
    Path unpacked(Archive archive) throws IOException, InterruptedException {
        String key = HexFormat.of().formatHex(Base64.getDecoder().decode(archive.sha256()));
        Path target = folder.resolve(key);
        ReentrantLock lock = locks.computeIfAbsent(key, absent -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            if (!Files.isDirectory(target)) {
                Files.createDirectories(folder);
                Path work = Files.createTempDirectory(folder, "unpacking-");
                try {
                    Path zip = download(archive, work.resolve("archive.zip"));
                    Path content = Files.createDirectory(work.resolve("content"));
                    unzip(zip, content);
                    Files.move(content, target);
                } finally {
                    Folders.delete(work);
                }
            }
            return target;
        } finally {
            lock.unlock();
        }
    }

    private Path download(Archive archive, Path to) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(
                HttpRequest.newBuilder(archive.location())
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            response.body().close();
            throw new IOException("The Lambda API answered " + response.statusCode() + " for the code at "
                    + archive.location().getPath());
        }
        MessageDigest sha256 = sha256();
        try (InputStream body = new DigestInputStream(response.body(), sha256)) {
            Files.copy(body, to);
        }
        String found = Base64.getEncoder().encodeToString(sha256.digest());
        if (!found.equals(archive.sha256())) {
            throw new IOException("The code at " + archive.location().getPath() + " has SHA-256 " + found
                    + ", the Lambda API says " + archive.sha256());
        }
        return to;
    }

    private static void unzip(Path zip, Path to) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path path = to.resolve(entry.getName()).normalize();
                if (!path.startsWith(to)) {
                    throw new IOException("Zip entry " + entry.getName() + " points outside of the zip");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(parent(path));
                    copy(entries, path);
                }
            }
        }
    }

    private static void copy(ZipInputStream entries, Path path) throws IOException {
        try {
            Files.copy(entries, path);
        } catch (FileAlreadyExistsException twice) {
            throw new IOException("The zip holds " + path.getFileName() + " twice", twice);
        }
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("No folder for " + path);
        }
        return parent;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every JDK has SHA-256", absent);
        }
    }
}
