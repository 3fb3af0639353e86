package dev.tidemill.functionhost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Resident size of processes, read from {@code /proc}. */
final class ResidentSize {
    private ResidentSize() {}

    /** False where the operating system has no {@code /proc}: memory limits then rest on the heap limit alone. */
    static boolean readable() {
        return Files.isReadable(Path.of("/proc/self/status"));
    }

    /** Bytes; empty when the process has ended or there is no {@code /proc}. */
    static OptionalLong of(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("VmRSS:")) {
                    String kilobytes = line.substring(6, line.length() - 2).strip();
                    return OptionalLong.of(Long.parseLong(kilobytes) * 1024);
                }
            }
        } catch (IOException ended) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }
}
