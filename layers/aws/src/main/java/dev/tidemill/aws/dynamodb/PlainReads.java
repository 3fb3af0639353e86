package dev.tidemill.aws.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Strongly consistent reads of very many items of one table, as the service gives them. */
final class PlainReads {
    private static final int BATCH = 100;

    private final DynamoDbClient client;
    private final String table;

    PlainReads(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** The keys of an item. */
    record ItemKey(String pk, String sk) {
        Map<String, AttributeValue> attributes() {
            return Map.of(Table.PK, AttributeValue.fromS(pk), Table.SK, AttributeValue.fromS(sk));
        }
    }

    /**
     * Hands over a partition's items from one sort key to another, both inclusive, in their order.
     *
     * @param pageSize most items that one request reads; 0 for as many as fit
     * @param taker tells whether it wants more
     */
    void query(String pk, String from, String to, int pageSize, Predicate<Map<String, AttributeValue>> taker) {
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :p AND sk BETWEEN :f AND :t")
                .expressionAttributeValues(Map.of(
                        ":p", AttributeValue.fromS(pk),
                        ":f", AttributeValue.fromS(from),
                        ":t", AttributeValue.fromS(to)));
        if (pageSize > 0) {
            request.limit(pageSize);
        }
        Map<String, AttributeValue> after = Map.of();
        do {
            if (!after.isEmpty()) {
                request.exclusiveStartKey(after);
            }
            QueryResponse page = client.query(request.build());
            for (Map<String, AttributeValue> item : page.items()) {
                if (!taker.test(item)) {
                    return;
                }
            }
            after = page.lastEvaluatedKey();
        } while (!after.isEmpty());
    }

    /**
     * What one request read.
     *
     * @param next sort key after which more follows; null when nothing does
     */
    record Page(
            List<Map<String, AttributeValue>> items,
            @Nullable String next) {}

    /**
     * Reads a partition's items from one sort key to another, both inclusive, by one request.
     *
     * @param after sort key where an earlier page ended; null for the first page
     * @param pageSize most items; 0 for as many as fit
     */
    Page page(String pk, String from, String to, @Nullable String after, int pageSize) {
        QueryResponse page = client.query(request -> {
            request.tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression("pk = :p AND sk BETWEEN :f AND :t")
                    .expressionAttributeValues(Map.of(
                            ":p", AttributeValue.fromS(pk),
                            ":f", AttributeValue.fromS(from),
                            ":t", AttributeValue.fromS(to)));
            if (pageSize > 0) {
                request.limit(pageSize);
            }
            if (after != null) {
                request.exclusiveStartKey(new ItemKey(pk, after).attributes());
            }
        });
        AttributeValue next = page.lastEvaluatedKey().get(Table.SK);
        return new Page(page.items(), next == null ? null : next.s());
    }

    /** Reads items in batches side by side, in no order; those that do not exist are absent. */
    List<Map<String, AttributeValue>> all(List<ItemKey> keys) {
        List<List<ItemKey>> batches = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += BATCH) {
            batches.add(keys.subList(from, Math.min(keys.size(), from + BATCH)));
        }
        return Parallel.map(batches, this::batch).stream().flatMap(List::stream).toList();
    }

    private List<Map<String, AttributeValue>> batch(List<ItemKey> keys) {
        List<Map<String, AttributeValue>> items = new ArrayList<>(keys.size());
        @Nullable
        KeysAndAttributes left = KeysAndAttributes.builder()
                .consistentRead(true)
                .keys(keys.stream().map(ItemKey::attributes).toList())
                .build();
        while (left != null) {
            Map<String, KeysAndAttributes> asked = new HashMap<>();
            asked.put(table, left);
            var answer = client.batchGetItem(request -> request.requestItems(asked));
            items.addAll(answer.responses().getOrDefault(table, List.of()));
            left = answer.unprocessedKeys().get(table);
        }
        return items;
    }
}
