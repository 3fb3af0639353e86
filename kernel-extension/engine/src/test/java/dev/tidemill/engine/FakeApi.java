package dev.tidemill.engine;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.LocalEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers of an API by path, and files by {@code file:} addresses; remembers what was downloaded. */
final class FakeApi implements LocalEngine.Api {
    final Map<String, String> answers = new HashMap<>();
    final List<URI> downloads = new ArrayList<>();

    @Override
    public String get(String path) {
        String answer = answers.get(path);
        if (answer == null) {
            throw new EngineException("NOT_FOUND", "The fake has no answer to " + path + ".");
        }
        return answer;
    }

    @Override
    public String post(String path, String body) {
        return get(path);
    }

    @Override
    public String put(String path, String body) {
        return get(path);
    }

    @Override
    public void download(URI address, Path to) throws IOException {
        downloads.add(address);
        Files.copy(Path.of(address), to);
    }

    @Override
    public void upload(URI address, Map<String, String> headers, Path file) throws IOException {
        Files.copy(file, Path.of(address));
    }
}
