package dev.tidemill.kernel.library;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.client.table.Table;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the local engine in jars of its own, at the first use. Its libraries are apart from those of cells: both share
 * the JDK and the packages in which they talk to each other, and nothing else.
 */
public final class EngineLoader implements Supplier<Optional<LocalEngine.Provider>> {
    private final Path folder;
    private @Nullable URLClassLoader loader;

    /** @param folder of the jars; when it is not there or empty, there is no engine */
    public EngineLoader(Path folder) {
        this.folder = folder;
    }

    /** Looks in the folder {@code engine} beside the kernel. */
    public static EngineLoader besideKernel() {
        return new EngineLoader(KernelFolder.beside("engine"));
    }

    /**
     * The engine's provider; empty when no engine is installed. The engine that it opens runs with the engine's own class
     * loader as its thread's.
     *
     * @throws EngineException {@code ENGINE_NOT_LOADED} with the reason, when its jars are there and do not work
     */
    @Override
    public synchronized Optional<LocalEngine.Provider> get() {
        try {
            URLClassLoader apart = loader();
            if (apart == null) {
                return Optional.empty();
            }
            LocalEngine.Provider provider = ServiceLoader.load(LocalEngine.Provider.class, apart)
                    .findFirst()
                    .orElseThrow(() -> failure("none of its jars has one", null));
            return Optional.of((api, data) -> withOwnLoader(apart, () -> provider.open(api, data)));
        } catch (IOException | ServiceConfigurationError | LinkageError e) {
            throw failure(e.toString(), e);
        }
    }

    private EngineException failure(String reason, @Nullable Throwable cause) {
        String message =
                "The local engine in " + folder + " cannot be loaded: " + reason + ". Install the kernel again.";
        return cause == null
                ? new EngineException("ENGINE_NOT_LOADED", message)
                : new EngineException("ENGINE_NOT_LOADED", message, cause);
    }

    private @Nullable URLClassLoader loader() throws IOException {
        if (loader == null) {
            List<URL> jars = new ArrayList<>();
            for (Path jar : KernelFolder.jars(folder)) {
                jars.add(jar.toUri().toURL());
            }
            loader = jars.isEmpty() ? null : new URLClassLoader("engine", jars.toArray(URL[]::new), new Seam());
        }
        return loader;
    }

    private static LocalEngine withOwnLoader(ClassLoader apart, Supplier<LocalEngine> open) {
        LocalEngine engine = called(apart, open::get);
        return (LocalEngine) Proxy.newProxyInstance(
                LocalEngine.class.getClassLoader(), new Class<?>[] {LocalEngine.class}, (proxy, method, arguments) -> {
                    try {
                        return called(apart, () -> method.invoke(engine, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static <T extends @Nullable Object, X extends Exception> T called(ClassLoader apart, Call<T, X> call)
            throws X {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(apart);
        try {
            return call.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @FunctionalInterface
    private interface Call<T extends @Nullable Object, X extends Exception> {
        T run() throws X;
    }

    /** The JDK, and of the program's classes only those that engine and client share. */
    private static final class Seam extends ClassLoader {
        private static final Set<String> SHARED =
                Set.of(LocalEngine.class.getPackageName(), Table.class.getPackageName());

        Seam() {
            super("engine-seam", getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (SHARED.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))))) {
                return LocalEngine.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
