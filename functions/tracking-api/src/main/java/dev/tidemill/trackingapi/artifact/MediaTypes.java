package dev.tidemill.trackingapi.artifact;

import java.net.URLConnection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Media types by the names of files. What is text to read is plain text, so that no browser runs it. */
final class MediaTypes {
    private static final String BYTES = "application/octet-stream";
    private static final Set<String> TEXTS = Set.of(
            "txt",
            "log",
            "err",
            "cfg",
            "conf",
            "cnf",
            "cf",
            "ini",
            "properties",
            "prop",
            "hocon",
            "toml",
            "yaml",
            "yml",
            "xml",
            "json",
            "js",
            "py",
            "py3",
            "csv",
            "tsv",
            "md",
            "rst",
            "ipynb",
            "MLmodel",
            "mlproject");
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("css", "text/css"),
            Map.entry("geojson", "application/geo+json"),
            Map.entry("gif", "image/gif"),
            Map.entry("gz", BYTES),
            Map.entry("htm", "text/html"),
            Map.entry("html", "text/html"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("png", "image/png"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("wav", "audio/wav"),
            Map.entry("webm", "video/webm"),
            Map.entry("webp", "image/webp"),
            Map.entry("zip", "application/zip"));

    private MediaTypes() {}

    /** The type of a file; bytes when its name tells none. */
    static String of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        String ending = dot <= 0 ? name : name.substring(dot + 1);
        if (TEXTS.contains(ending)) {
            return "text/plain";
        }
        String known = dot <= 0 ? null : OTHERS.get(ending.toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        String guessed = dot <= 0 ? null : URLConnection.guessContentTypeFromName(name);
        return guessed == null ? BYTES : guessed;
    }
}
