package dev.tidemill.client;

import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.contract.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The local engine of a client, opened when it is first needed. Safe for use by several threads. */
final class EngineDoor {
    private final Supplier<Optional<LocalEngine.Provider>> provider;
    private final Path folder;
    private final LocalEngine.Api api;
    private @Nullable LocalEngine engine;

    EngineDoor(ApiConnection connection, Supplier<Optional<LocalEngine.Provider>> provider, Path folder) {
        this.provider = provider;
        this.folder = folder;
        this.api = new Door(connection);
    }

    /** Finds the engine on the class path of the calling thread. */
    static Optional<LocalEngine.Provider> onClassPath() {
        return ServiceLoader.load(LocalEngine.Provider.class).findFirst();
    }

    /** Where what is downloaded is kept unless a client is told otherwise. */
    static Path standardFolder() {
        String told = System.getenv("TIDEMILL_CACHE");
        return told == null || told.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "tidemill", "engine")
                : Path.of(told, "engine");
    }

    /** The same engine for another connection. */
    EngineDoor to(ApiConnection connection) {
        return new EngineDoor(connection, provider, folder);
    }

    synchronized LocalEngine open() {
        LocalEngine open = engine;
        if (open == null) {
            LocalEngine.Provider found = provider.get()
                    .orElseThrow(() -> TidemillException.invalidInput(
                            "SQL, features and trainings on this machine need dev.tidemill:tidemill-engine, which is"
                                    + " not on the class path."));
            open = found.open(api, folder);
            engine = open;
        }
        return open;
    }

    private record Door(ApiConnection connection) implements LocalEngine.Api {
        @Override
        public String get(String path) {
            return connection.get(path).toString();
        }

        @Override
        public String post(String path, String body) {
            return connection.post(path, Json.parse(body), null).toString();
        }

        @Override
        public String put(String path, String body) {
            return connection.put(path, Json.parse(body)).toString();
        }

        @Override
        public void download(URI address, Path to) throws IOException {
            connection.fetch(address, to);
        }

        @Override
        public void upload(URI address, Map<String, String> headers, Path file) throws IOException {
            connection.putFile(address, headers, file);
        }
    }
}
