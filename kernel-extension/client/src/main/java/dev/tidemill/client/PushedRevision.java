package dev.tidemill.client;

import java.util.List;

/**
 * What a push made.
 *
 * @param created false when the same files had been pushed before
 * @param warnings what is allowed and worth a look; empty for nothing
 */
public record PushedRevision(String project, String revision, boolean created, List<String> warnings) {
    static PushedRevision of(Document json) {
        return new PushedRevision(
                json.at("project").text(),
                json.at("revision").text(),
                json.at("created").isTrue(),
                json.at("warnings").elements().stream()
                        .map(warning -> warning(warning))
                        .toList());
    }

    private static String warning(Document json) {
        return json.at("place").text("") + ": " + json.at("value").text("") + ", expected "
                + json.at("expected").text("");
    }
}
