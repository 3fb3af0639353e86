package dev.tidemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.client.engine.FeatureRequest;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.client.engine.Scope;
import dev.tidemill.client.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine as the kernel loads it: all of it by a class loader of its own, the seam from the program's. */
class IsolatedEngineTest {
    @TempDir
    private Path folder;

    /** Takes the seam from the program's class loader, the JDK from the platform's, and nothing else from either. */
    private static final class Seam extends ClassLoader {
        Seam() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("dev.tidemill.client.table.") || name.startsWith("dev.tidemill.client.engine.")) {
                return Class.forName(name, false, IsolatedEngineTest.class.getClassLoader());
            }
            throw new ClassNotFoundException(name);
        }
    }

    record Row(long n, String name) {}

    @Test
    void engine_byAClassLoaderOfItsOwn_worksAndLeavesNothingOfIt() throws IOException {
        BikesProject project = new BikesProject(folder);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(classPath(), new Seam())) {
            LocalEngine.Provider provider = ServiceLoader.load(LocalEngine.Provider.class, loader)
                    .findFirst()
                    .orElseThrow();
            assertThat(provider.getClass().getClassLoader()).isSameAs(loader);
            assertThat(provider.getClass()).isNotEqualTo(EngineProvider.class);
            try (LocalEngine engine = provider.open(project.api, folder.resolve("engine"))) {
                Table table = engine.sql("SELECT 1::BIGINT AS n, 'a' AS name", Scope.files(folder));
                assertThat(table.records(Row.class)).containsExactly(new Row(1, "a"));
                ByteArrayOutputStream arrow = new ByteArrayOutputStream();
                table.writeArrow(arrow);
                assertThat(arrow.size()).isPositive();
                Table rides = engine.sql(
                        "SELECT ride, station, started AS starts, started AS predict_at FROM rides",
                        Scope.project(folder, "bikes"));
                assertThat(engine.features(rides, FeatureRequest.all("bikes")).columns())
                        .hasSize(10);
            }
        }
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    private static URL[] classPath() {
        List<String> paths = Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
        return paths.stream()
                .map(path -> {
                    try {
                        return Path.of(path).toUri().toURL();
                    } catch (MalformedURLException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toArray(URL[]::new);
    }
}
