package dev.tidemill.trackingapi.loggedmodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The token of a page of a search, which belongs to that search alone. */
record ModelPageToken(List<String> experimentIds, String filter, List<ModelOrder> orders) {
    String at(int offset) {
        return Base64.getEncoder()
                .encodeToString(json().put("offset", offset).toString().getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode json() {
        ObjectNode json = Json.object();
        experimentIds.forEach(json.putArray("experiment_ids")::add);
        json.put("filter_string", filter);
        json.set("order_by", ModelOrder.write(orders));
        return json;
    }

    /**
     * The place at which a token's page begins.
     *
     * @param token empty for the first page
     * @throws ProblemException when it is none of ours or of another search
     */
    int offset(String token) {
        if (token.isEmpty()) {
            return 0;
        }
        JsonNode found = decode(token);
        JsonNode expected = json();
        same("Experiment IDs", "experiment IDs", expected.path("experiment_ids"), found.path("experiment_ids"));
        same("Filter string", "filter string", expected.path("filter_string"), found.path("filter_string"));
        same("Order by", "order by", expected.path("order_by"), found.path("order_by"));
        JsonNode offset = found.path("offset");
        if (!offset.isInt() || offset.asInt() < 0) {
            throw MlflowErrors.invalid("Invalid page token: " + token);
        }
        return offset.asInt();
    }

    private static void same(String what, String asked, JsonNode expected, JsonNode found) {
        if (!expected.equals(found)) {
            throw MlflowErrors.invalid(what + " in the page token do" + (what.endsWith("s") ? "" : "es")
                    + " not match the requested " + asked + ". Expected: " + expected + ". Found: " + found);
        }
    }

    private static JsonNode decode(String token) {
        try {
            return Json.parse(new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | ProblemException e) {
            throw MlflowErrors.invalid("Invalid page token: " + token);
        }
    }
}
