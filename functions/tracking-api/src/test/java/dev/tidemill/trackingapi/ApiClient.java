package dev.tidemill.trackingapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Calls the API without HTTP; single quotes of a body that has no double ones stand for double ones. */
record ApiClient(TrackingApi api) {
    /** Sends a request and reads the JSON of an answer that must have a status. */
    JsonNode json(String method, String address, String body, int status) {
        HttpResponse response = send(method, address, body);
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(response.status()).as("%s %s -> %s", address, body, text).isEqualTo(status);
        return Json.parse(text);
    }

    HttpResponse send(String method, String address, String body) {
        int question = address.indexOf('?');
        Map<String, List<String>> query = new TreeMap<>();
        if (question >= 0) {
            for (String pair : address.substring(question + 1).split("&")) {
                String[] parts = pair.split("=", 2);
                query.computeIfAbsent(parts[0], k -> new ArrayList<>())
                        .add(parts[1].replace("%3D", "=").replace("%25", "%"));
            }
        }
        String sent = body.contains("\"") ? body : body.replace('\'', '"');
        return api.answer(new HttpRequest(
                method,
                question < 0 ? address : address.substring(0, question),
                query,
                Map.of("content-type", "application/json"),
                sent.getBytes(StandardCharsets.UTF_8),
                "req",
                "me"));
    }
}
