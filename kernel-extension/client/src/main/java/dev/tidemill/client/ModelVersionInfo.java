package dev.tidemill.client;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A version of a registered model.
 *
 * @param decision of its gates: pass, fail or undecided
 * @param gates each with metric, decision, improvement and interval
 * @param manifest everything recorded of its training
 * @param card its model card, as Markdown
 * @param source everything the API told
 */
public record ModelVersionInfo(
        String model,
        int version,
        String decision,
        List<Document> gates,
        Document manifest,
        String card,
        Document source) {
    /** {@code trained} by Tidemill, or {@code imported}. */
    public String origin() {
        return source.at("origin").text("");
    }

    /** What the record of an imported version lacks, by field, with why; empty when it is complete. */
    public Map<String, String> missing() {
        Map<String, String> missing = new TreeMap<>();
        source.at("imported", "missing").fields().forEach((field, why) -> missing.put(field, why.text("")));
        return missing;
    }

    static ModelVersionInfo of(String model, int version, Document json) {
        Document manifest = json.at("manifest");
        return new ModelVersionInfo(
                model,
                version,
                manifest.at("decision").text(""),
                manifest.at("gates").elements(),
                manifest,
                json.at("card").text(""),
                json);
    }
}
