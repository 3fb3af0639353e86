package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.feature.FeatureKey;
import dev.tidemill.core.feature.FeatureRow;
import dev.tidemill.core.feature.OnlineStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One item for each (entity, view, view version), replaced only by a later one. */
public final class DynamoDbOnlineStore implements OnlineStore {
    private final Table table;

    /**
     * @param name of a table with a string key {@code pk} only
     */
    public DynamoDbOnlineStore(DynamoDbClient client, String name) {
        this(client, name, Backoff.sleeping());
    }

    DynamoDbOnlineStore(DynamoDbClient client, String name, Backoff backoff) {
        this.table = Table.unsorted(client, name, backoff);
    }

    @Override
    public int write(Collection<FeatureRow> rows) {
        Map<FeatureKey, FeatureRow> newest = new HashMap<>();
        for (FeatureRow row : rows) {
            row.requireFit();
            newest.merge(row.key(), row, (a, b) -> FeatureItems.order(a).compareTo(FeatureItems.order(b)) >= 0 ? a : b);
        }
        List<Item> items = newest.values().stream()
                .map(row -> new Item(FeatureItems.order(row), FeatureItems.write(row)))
                .toList();
        return (int) Parallel.map(items, this::put).stream()
                .filter(replaced -> replaced)
                .count();
    }

    private record Item(String order, EnhancedDocument document) {}

    private boolean put(Item item) {
        Expression later = Expression.builder()
                .expression("attribute_not_exists(ord) OR ord < :ord")
                .putExpressionValue(":ord", AttributeValue.fromS(item.order))
                .build();
        return table.putIf(item.document, later);
    }

    @Override
    public Map<FeatureKey, FeatureRow> read(Collection<FeatureKey> keys) {
        List<FeatureKey> distinct = new ArrayList<>(new LinkedHashSet<>(keys));
        List<List<FeatureKey>> batches = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += Table.BATCH) {
            batches.add(distinct.subList(from, Math.min(distinct.size(), from + Table.BATCH)));
        }
        Map<FeatureKey, FeatureRow> found = new HashMap<>();
        for (List<FeatureRow> batch : Parallel.map(batches, this::readBatch)) {
            batch.forEach(row -> found.put(row.key(), row));
        }
        return found;
    }

    private List<FeatureRow> readBatch(List<FeatureKey> keys) {
        Map<String, FeatureKey> byPk = new HashMap<>();
        keys.forEach(key -> byPk.put(FeatureItems.pk(key), key));
        List<Key> wanted = byPk.keySet().stream()
                .map(pk -> Key.builder().partitionValue(pk).build())
                .toList();
        return table.batch(wanted).stream()
                .map(item -> FeatureItems.read(item, byPk))
                .toList();
    }
}
