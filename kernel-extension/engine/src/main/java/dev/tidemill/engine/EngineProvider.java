package dev.tidemill.engine;

import dev.tidemill.client.engine.LocalEngine;
import java.nio.file.Path;

/** Opens the engine of this module. */
public final class EngineProvider implements LocalEngine.Provider {
    /** Made by the service loader. */
    public EngineProvider() {}

    @Override
    public LocalEngine open(LocalEngine.Api api, Path folder) {
        return Guarded.call(() -> new DuckEngine(api, folder));
    }
}
