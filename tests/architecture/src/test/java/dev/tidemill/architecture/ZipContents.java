package dev.tidemill.architecture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Looks into the jars of a zip. */
final class ZipContents {
    private ZipContents() {}

    /** Names of the entries of every jar in a zip that contain a text; empty when none does. */
    static List<String> nestedEntries(Path zip, String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry jar :
                    file.stream().filter(e -> e.getName().endsWith(".jar")).toList()) {
                try (ZipInputStream in = new ZipInputStream(file.getInputStream(jar))) {
                    for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                        if (entry.getName().contains(text)) {
                            found.add(jar.getName() + "!" + entry.getName());
                        }
                    }
                }
            }
        }
        return found;
    }
}
