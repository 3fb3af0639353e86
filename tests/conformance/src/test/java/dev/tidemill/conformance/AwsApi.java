package dev.tidemill.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.client.Document;
import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The cloud's own records, read where they lie: objects, items, tables, jobs, state machines and logs. */
final class AwsApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalCloud cloud;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    AwsApi(LocalCloud cloud) {
        this.cloud = cloud;
    }

    /** An object of the {@code lake} or the {@code artifacts}. */
    byte[] object(String store, String key) {
        return get("tidemill-" + store + "-000000000000-us-east-1/" + key);
    }

    Document json(String store, String key) {
        return parse(new String(object(store, key), StandardCharsets.UTF_8));
    }

    /** The metadata of a dataset's Iceberg table, at the place that the Glue catalog names. */
    Document table(String project, String dataset) {
        String name = (project + "__" + dataset).replace('-', '_');
        String location = call("glue", "AWSGlue.GetTable", Map.of("DatabaseName", "tidemill_default", "Name", name))
                .at("Table", "Parameters", "metadata_location")
                .text();
        return parse(new String(get(location.substring("s3://".length())), StandardCharsets.UTF_8));
    }

    /** The item of the online store, or an absent one. */
    Document onlineItem(String project, String view, String version, String entity) {
        String key = String.join("#", "default", project, view, version, entity);
        return call(
                        "dynamodb",
                        "DynamoDB_20120810.GetItem",
                        Map.of("TableName", "tidemill-features", "Key", Map.of("pk", Map.of("S", key))))
                .at("Item");
    }

    /** The envelopes of a project's events, as they were published. */
    List<Document> events(String project) {
        Map<String, Object> scan = new HashMap<>(Map.of(
                "TableName",
                "tidemill-lifecycle",
                "FilterExpression",
                "sk = :event",
                "ExpressionAttributeValues",
                Map.of(":event", Map.of("S", "event"))));
        List<Document> events = new ArrayList<>();
        Document page;
        do {
            page = call("dynamodb", "DynamoDB_20120810.Scan", scan);
            page.at("Items").elements().stream()
                    .map(item -> parse(item.at("event", "S").text()))
                    .filter(event -> event.at("project").text().equals(project))
                    .forEach(events::add);
            Object last = page.at("LastEvaluatedKey").value();
            if (last != null) {
                scan.put("ExclusiveStartKey", last);
            }
        } while (page.at("LastEvaluatedKey").isPresent());
        return events;
    }

    /** A job of AWS Batch. */
    Document job(String id) {
        URI address = URI.create(variable("AWS_ENDPOINT_URL_BATCH") + "/v1/describejobs");
        return parse(new String(
                        send(HttpRequest.newBuilder(address)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"jobs\":[\"" + id + "\"]}"))
                                .build()),
                        StandardCharsets.UTF_8))
                .at("jobs", "0");
    }

    /** The embedded metrics that a function has written to its log. */
    List<Document> metrics(String function) {
        Map<String, Object> filter =
                Map.of("logGroupName", "/aws/lambda/" + function, "filterPattern", "_aws", "limit", 1000);
        return call("logs", "Logs_20140328.FilterLogEvents", filter).at("events").elements().stream()
                .map(event -> event.at("message").text())
                .filter(message -> message.startsWith("{") && message.contains("\"CloudWatchMetrics\""))
                .map(AwsApi::parse)
                .toList();
    }

    /** An operation of a service with a JSON protocol. */
    Document call(String service, String target, Map<String, ?> body) {
        return parse(new String(
                send(HttpRequest.newBuilder(URI.create(cloud.endpoint() + "/"))
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", target)
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=test/20130701/us-east-1/" + service
                                        + "/aws4_request, SignedHeaders=host, Signature=0")
                        .POST(BodyPublishers.ofString(text(body)))
                        .build()),
                StandardCharsets.UTF_8));
    }

    static Document parse(String json) {
        try {
            return Document.of(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + json, e);
        }
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A document of the API that the client has no word for. */
    Document api(String path) {
        return parse(new String(
                send(HttpRequest.newBuilder(URI.create(cloud.api() + path)).build()), StandardCharsets.UTF_8));
    }

    private byte[] get(String path) {
        return send(HttpRequest.newBuilder(URI.create(cloud.endpoint() + "/" + path))
                .build());
    }

    private byte[] send(HttpRequest request) {
        try {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(request.uri() + " answers " + answer.statusCode() + ": "
                        + new String(answer.body(), StandardCharsets.UTF_8));
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(request.uri() + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String variable(String name) {
        return String.valueOf(cloud.environment().get(name));
    }

    private static String text(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
