package dev.tidemill.processlogs;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One file a name, {@code NAME.log}; a file past 16 MiB becomes {@code NAME.log.1}, and the one before is dropped. */
public final class FileLogs implements ProcessLogs {
    private static final long LIMIT = 16L << 20;
    private static final System.Logger LOG = System.getLogger(FileLogs.class.getName());

    private final Path folder;
    private final Map<String, Open> open = new HashMap<>();

    /** Logs below a folder, which is made when the first line comes. */
    public FileLogs(Path folder) {
        this.folder = folder;
    }

    @Override
    public synchronized void line(String name, String stream, Instant at, String text) {
        try {
            Open file = open.get(name);
            if (file == null || file.size > LIMIT) {
                file = reopen(name, file);
            }
            String line = at + " " + stream.substring(Math.max(0, stream.length() - 6)) + " " + text + "\n";
            file.writer.write(line);
            file.writer.flush();
            file.size += line.length();
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.WARNING, "Cannot write the log of {0}: {1}", name, failed.getMessage());
        }
    }

    private Open reopen(String name, @Nullable Open full) throws IOException {
        Files.createDirectories(folder);
        Path path = folder.resolve(name + ".log");
        if (full != null) {
            full.writer.close();
            Files.move(path, folder.resolve(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Open fresh = new Open(
                Files.newBufferedWriter(
                        path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                Files.size(path));
        open.put(name, fresh);
        return fresh;
    }

    @Override
    public synchronized void close() {
        for (Open file : open.values()) {
            try {
                file.writer.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        open.clear();
    }

    private static final class Open {
        private final BufferedWriter writer;
        private long size;

        private Open(BufferedWriter writer, long size) {
            this.writer = writer;
            this.size = size;
        }
    }
}
