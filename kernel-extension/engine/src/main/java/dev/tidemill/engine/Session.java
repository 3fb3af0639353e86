package dev.tidemill.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one engine: a folder that goes when the engine is closed. A locked file beside it tells other engines
 * that it is in use; the folder of a process that died is removed by the next engine. Safe for use by several threads.
 */
final class Session implements AutoCloseable {
    private static final String LOCK = ".lock";

    private final Path folder;
    private final Path lockFile;
    private final FileChannel channel;
    private final AtomicLong files = new AtomicLong();

    private Session(Path folder, Path lockFile, FileChannel channel) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.channel = channel;
    }

    /**
     * @param parent where the sessions of all engines are; made when it is not there
     */
    static Session open(Path parent) throws IOException {
        Files.createDirectories(parent);
        removeDead(parent);
        while (true) {
            String name = UUID.randomUUID().toString();
            Path lockFile = parent.resolve(name + LOCK);
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            // another engine that is clearing up may have been faster than we
            if (lock(channel) != null && Files.exists(lockFile)) {
                Path folder = Files.createDirectory(parent.resolve(name));
                return new Session(folder.toRealPath(), lockFile, channel);
            }
            channel.close();
        }
    }

    /** The session's folder. */
    Path folder() {
        return folder;
    }

    /** A path in the folder at which nothing exists yet. */
    Path newFile(String suffix) {
        return folder.resolve("table-" + files.incrementAndGet() + suffix);
    }

    private static void removeDead(Path parent) throws IOException {
        List<Path> locks = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, "*" + LOCK)) {
            found.forEach(locks::add);
        }
        for (Path lockFile : locks) {
            removeIfDead(parent, lockFile);
        }
    }

    /** Whether nobody held the lock, so that the session's files are gone now. */
    private static boolean removeIfDead(Path parent, Path lockFile) throws IOException {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            if (lock(channel) == null) {
                return false;
            }
            String name = String.valueOf(lockFile.getFileName());
            remove(parent.resolve(name.substring(0, name.length() - LOCK.length())));
            return Files.deleteIfExists(lockFile);
        } catch (NoSuchFileException e) {
            return false; // another engine was faster
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another engine of this process holds it
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        remove(folder);
        Files.deleteIfExists(lockFile);
        channel.close();
    }
}
