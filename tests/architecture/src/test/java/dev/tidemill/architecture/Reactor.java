package dev.tidemill.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The built modules of this reactor, found by folder. */
final class Reactor {
    static final Path ROOT = Path.of(System.getProperty("tidemill.root", "../.."));

    private Reactor() {}

    /** The main classes of every built module under some of the root's folders. */
    static JavaClasses production(String... folders) {
        return imported("target/classes", folders);
    }

    /** The test classes of every built module under some of the root's folders. */
    static JavaClasses tests(String... folders) {
        return imported("target/test-classes", folders);
    }

    /** The modules (folders with a pom) under one of the root's folders. */
    static List<Path> modules(String folder) {
        try (Stream<Path> children = Files.list(ROOT.resolve(folder))) {
            return children.filter(child -> Files.exists(child.resolve("pom.xml")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JavaClasses imported(String output, String... folders) {
        List<Path> paths = new ArrayList<>();
        for (String folder : folders) {
            for (Path module : modules(folder)) {
                if (Files.isDirectory(module.resolve(output))) {
                    paths.add(module.resolve(output));
                }
            }
        }
        if (paths.isEmpty()) {
            throw new IllegalStateException("nothing is built under " + String.join(", ", folders));
        }
        return new ClassFileImporter().importPaths(paths);
    }
}
