package dev.tidemill.mlflowui;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The files of the built interface: {@code index.html} at the root, all others below {@code /static-files/}. */
final class Site {
    private static final String BELOW = "/static-files/";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("css", "text/css"),
            Map.entry("gif", "image/gif"),
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("js", "text/javascript"),
            Map.entry("json", "application/json"),
            Map.entry("mjs", "text/javascript"),
            Map.entry("png", "image/png"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("ttf", "font/ttf"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("webp", "image/webp"),
            Map.entry("woff", "font/woff"),
            Map.entry("woff2", "font/woff2"));

    private final Path folder;

    Site(Path folder) throws IOException {
        this.folder = folder.toRealPath();
    }

    /** The file that a path, without its query, names; empty when there is none, or when it is outside the folder. */
    Optional<Path> find(String path) {
        if (path.equals("/") || path.equals("/index.html")) {
            return Optional.of(folder.resolve("index.html"));
        }
        if (!path.startsWith(BELOW)) {
            return Optional.empty();
        }
        try {
            Path file = folder.resolve(path.substring(BELOW.length())).toRealPath();
            return file.startsWith(folder) && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        } catch (IOException | InvalidPathException none) {
            return Optional.empty();
        }
    }

    void send(HttpExchange exchange, Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        exchange.getResponseHeaders().set("Content-Type", TYPES.getOrDefault(extension, "application/octet-stream"));
        // The names below static/ carry a hash of their content.
        boolean hashed = file.startsWith(folder.resolve("static"));
        exchange.getResponseHeaders().set("Cache-Control", hashed ? "max-age=2419200" : "no-cache");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        long bytes = Files.size(file);
        if (exchange.getRequestMethod().equals("HEAD") || bytes == 0) {
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, bytes);
        try (OutputStream body = exchange.getResponseBody()) {
            Files.copy(file, body);
        }
    }
}
