package dev.tidemill.infra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The built user interface inside a wheel of MLflow. */
final class MlflowUiSite {
    /** The folder of the files that the page asks for by a hash of their content. */
    static final String HASHED = "static-files/static/";

    private static final String BUILT = "mlflow/server/js/build/";
    private static final String PAGE = "index.html";

    private MlflowUiSite() {}

    /**
     * Writes the files as a zip, at the paths at which the page asks for them: {@code index.html}, and all others below
     * {@code static-files/}. The same wheel gives the same bytes.
     *
     * @throws IllegalArgumentException when the file is no wheel with a built interface
     */
    static Path zip(Path wheel, Path folder) {
        Path zip = folder.resolve("mlflow-ui.zip");
        try (ZipFile from = new ZipFile(wheel.toFile())) {
            List<? extends ZipEntry> files = from.stream()
                    .filter(entry -> entry.getName().startsWith(BUILT) && !entry.isDirectory())
                    .filter(entry -> !entry.getName().contains(".."))
                    .toList();
            if (files.stream().noneMatch(file -> file.getName().equals(BUILT + PAGE))) {
                throw new IllegalArgumentException("mlflowUi '" + wheel + "' has no " + BUILT + PAGE
                        + ": expected the wheel of mlflow, not of mlflow-skinny");
            }
            Files.createDirectories(folder);
            try (ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(zip))) {
                for (ZipEntry file : files) {
                    copy(from, file, to);
                }
            }
            return zip;
        } catch (IOException e) {
            throw new UncheckedIOException("mlflowUi '" + wheel + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static void copy(ZipFile from, ZipEntry file, ZipOutputStream to) throws IOException {
        String name = file.getName().substring(BUILT.length());
        ZipEntry entry = new ZipEntry(name.equals(PAGE) ? name : "static-files/" + name);
        entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        to.putNextEntry(entry);
        try (InputStream content = from.getInputStream(file)) {
            content.transferTo(to);
        }
        to.closeEntry();
    }
}
