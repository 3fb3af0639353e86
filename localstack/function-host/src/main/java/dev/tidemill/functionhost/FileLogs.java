package dev.tidemill.functionhost;

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

/** One file a function, {@code NAME.log}; a file past 16 MiB becomes {@code NAME.log.1}, and the one before is dropped. */
final class FileLogs implements LogSink {
    private static final long LIMIT = 16L << 20;
    private static final System.Logger LOG = System.getLogger(FileLogs.class.getName());

    private final Path folder;
    private final Map<String, Open> open = new HashMap<>();

    FileLogs(Path folder) {
        this.folder = folder;
    }

    @Override
    public synchronized void line(String function, String stream, Instant at, String text) {
        try {
            Open file = open.get(function);
            if (file == null || file.size > LIMIT) {
                file = reopen(function, file);
            }
            String line = at + " " + stream.substring(Math.max(0, stream.length() - 6)) + " " + text + "\n";
            file.writer.write(line);
            file.writer.flush();
            file.size += line.length();
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.WARNING, "Cannot write the log of {0}: {1}", function, failed.getMessage());
        }
    }

    private Open reopen(String function, @org.jspecify.annotations.Nullable Open full) throws IOException {
        Files.createDirectories(folder);
        Path path = folder.resolve(function + ".log");
        if (full != null) {
            full.writer.close();
            Files.move(path, folder.resolve(function + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Open fresh = new Open(
                Files.newBufferedWriter(
                        path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                Files.size(path));
        open.put(function, fresh);
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
