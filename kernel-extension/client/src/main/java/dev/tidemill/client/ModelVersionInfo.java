package dev.tidemill.client;

import java.util.List;

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
