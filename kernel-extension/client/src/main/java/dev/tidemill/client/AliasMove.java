package dev.tidemill.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an alias named at a time, and the move that brought it there.
 *
 * @param since when it was moved there; null where another model bears the name now
 * @param movedBy the principal or execution that moved it; empty where {@code since} is null
 * @param why in words; empty when nothing was said
 * @param request correlation id of the request that moved it; empty where {@code since} is null
 * @param previousVersion what it named before; null when it was new
 */
public record AliasMove(
        String model,
        String alias,
        int version,
        @Nullable Instant since,
        String movedBy,
        String why,
        String request,
        @Nullable Integer previousVersion) {
    static AliasMove of(Document json) {
        Document previous = json.at("previousVersion");
        return new AliasMove(
                json.at("model").text(),
                json.at("alias").text(),
                (int) json.at("version").integer(),
                json.at("since").instantOrNull(),
                json.at("movedBy").text(""),
                json.at("why").text(""),
                json.at("request").text(""),
                previous.isPresent() ? (Integer) (int) previous.integer() : null);
    }
}
