package dev.tidemill.client;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a version is for, of what it was made and how far it can be trusted. Every part is Markdown and empty when nothing
 * was written.
 *
 * @param markdown the whole card as one text
 * @param owner who answers for the version
 */
public record ModelCard(String markdown, String intendedUse, String data, String metrics, String limits, String owner) {
    static ModelCard of(Document json) {
        return new ModelCard(
                json.at("markdown").text(""),
                json.at("intendedUse").text(""),
                json.at("data").text(""),
                json.at("metrics").text(""),
                json.at("limits").text(""),
                json.at("owner").text(""));
    }

    /** The same card with another text. */
    public ModelCard withMarkdown(String text) {
        return new ModelCard(text, intendedUse, data, metrics, limits, owner);
    }

    Map<String, Object> body(String why) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("markdown", markdown);
        body.put("intendedUse", intendedUse);
        body.put("data", data);
        body.put("metrics", metrics);
        body.put("limits", limits);
        body.put("owner", owner);
        body.put("why", why);
        return body;
    }
}
