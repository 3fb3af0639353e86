package dev.tidemill.engine.training;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names as they stand in paths. */
final class ApiPath {
    private ApiPath() {}

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
