package dev.tidemill.aws.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverterProvider;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.document.DocumentTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.enhanced.dynamodb.model.BatchGetItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.BatchGetResultPage;
import software.amazon.awssdk.enhanced.dynamodb.model.PutItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.ReadBatch;
import software.amazon.awssdk.enhanced.dynamodb.model.TransactDeleteItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.TransactPutItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.TransactWriteItemsEnhancedRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** One table whose keys are texts named {@code pk} and {@code sk}, with an index {@code gsi1} where it has one. */
final class Table {
    static final String PK = "pk";
    static final String SK = "sk";
    static final String GSI1 = "gsi1";
    static final String GSI1_PK = "gsi1pk";
    static final String GSI1_SK = "gsi1sk";

    /** Holds where no item of these keys exists. */
    static final Expression ABSENT =
            Expression.builder().expression("attribute_not_exists(pk)").build();

    /** Most keys that one read of a batch names. */
    static final int BATCH = 100;

    private static final Set<String> LOST_RACE =
            Set.of("None", "ConditionalCheckFailed", "TransactionConflict", "ThrottlingError");

    private final DynamoDbEnhancedClient client;
    private final DynamoDbTable<EnhancedDocument> table;
    private final Backoff backoff;

    private Table(DynamoDbClient client, String name, Backoff backoff, DocumentTableSchema schema) {
        this.backoff = backoff;
        this.client = DynamoDbEnhancedClient.builder().dynamoDbClient(client).build();
        this.table = this.client.table(name, schema);
    }

    /** A table with both keys and the index. */
    static Table of(DynamoDbClient client, String name, Backoff backoff) {
        return new Table(
                client,
                name,
                backoff,
                schema().addIndexPartitionKey(TableMetadata.primaryIndexName(), PK, AttributeValueType.S)
                        .addIndexSortKey(TableMetadata.primaryIndexName(), SK, AttributeValueType.S)
                        .addIndexPartitionKey(GSI1, GSI1_PK, AttributeValueType.S)
                        .addIndexSortKey(GSI1, GSI1_SK, AttributeValueType.S)
                        .build());
    }

    /** A table without sort key and index. */
    static Table unsorted(DynamoDbClient client, String name, Backoff backoff) {
        return new Table(
                client,
                name,
                backoff,
                schema().addIndexPartitionKey(TableMetadata.primaryIndexName(), PK, AttributeValueType.S)
                        .build());
    }

    private static DocumentTableSchema.Builder schema() {
        return TableSchema.documentSchemaBuilder()
                .attributeConverterProviders(AttributeConverterProvider.defaultProvider());
    }

    /** A text of a plain item; empty when it has none of this name. */
    static String text(Map<String, AttributeValue> item, String name) {
        return item.getOrDefault(name, AttributeValue.fromS("")).s();
    }

    /** A whole number of a plain item; 0 when it has none of this name. */
    static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(item.getOrDefault(name, AttributeValue.fromN("0")).n());
    }

    /** Holds where an attribute has a value. */
    static Expression equal(String attribute, AttributeValue value) {
        return Expression.builder()
                .expression("#a = :a")
                .putExpressionName("#a", attribute)
                .putExpressionValue(":a", value)
                .build();
    }

    static Expression equal(String attribute, String value) {
        return equal(attribute, AttributeValue.fromS(value));
    }

    static Expression equal(String attribute, long value) {
        return equal(attribute, AttributeValue.fromN(Long.toString(value)));
    }

    Optional<ItemReader> get(String pk, String sk) {
        Key key = Key.builder().partitionValue(pk).sortValue(sk).build();
        EnhancedDocument item = table.getItem(request -> request.key(key).consistentRead(true));
        return Optional.ofNullable(item).map(ItemReader::new);
    }

    void put(EnhancedDocument item) {
        table.putItem(item);
    }

    /** Puts an item if a condition holds; false when it does not. */
    boolean putIf(EnhancedDocument item, Expression condition) {
        PutItemEnhancedRequest<EnhancedDocument> request = PutItemEnhancedRequest.builder(EnhancedDocument.class)
                .item(item)
                .conditionExpression(condition)
                .build();
        return backoff.until("put of " + item.getString(PK), () -> {
            try {
                table.putItem(request);
                return Optional.of(true);
            } catch (ConditionalCheckFailedException e) {
                return Optional.of(false);
            } catch (TransactionConflictException e) {
                return Optional.empty();
            }
        });
    }

    /** Repeats a step until it has not lost against another writer. */
    <T> T until(String what, Supplier<Optional<T>> step) {
        return backoff.until(what, step);
    }

    void delete(String pk, String sk) {
        table.deleteItem(Key.builder().partitionValue(pk).sortValue(sk).build());
    }

    /** The items of a partition whose sort key begins with a prefix, in its order. */
    Stream<ItemReader> query(String pk, String prefix, boolean forward) {
        QueryConditional where =
                QueryConditional.sortBeginsWith(key -> key.partitionValue(pk).sortValue(prefix));
        return table
                .query(QueryEnhancedRequest.builder()
                        .queryConditional(where)
                        .scanIndexForward(forward)
                        .consistentRead(true)
                        .build())
                .items()
                .stream()
                .map(ItemReader::new);
    }

    /**
     * The items of a partition whose sort key is in a range, both ends included, in its order.
     *
     * @param pageSize items that one request reads
     */
    Stream<ItemReader> range(String pk, String low, String high, boolean forward, int pageSize) {
        QueryConditional where = QueryConditional.sortBetween(
                key -> key.partitionValue(pk).sortValue(low),
                key -> key.partitionValue(pk).sortValue(high));
        return table
                .query(QueryEnhancedRequest.builder()
                        .queryConditional(where)
                        .scanIndexForward(forward)
                        .consistentRead(true)
                        .limit(pageSize)
                        .build())
                .items()
                .stream()
                .map(ItemReader::new);
    }

    /** The items of a partition of the index, in its order, after the item of the given keys. */
    Stream<ItemReader> queryIndex(
            String gsi1pk, boolean forward, int pageSize, @Nullable Map<String, AttributeValue> after) {
        QueryEnhancedRequest.Builder request = QueryEnhancedRequest.builder()
                .queryConditional(QueryConditional.keyEqualTo(key -> key.partitionValue(gsi1pk)))
                .scanIndexForward(forward)
                .limit(pageSize);
        if (after != null) {
            request.exclusiveStartKey(after);
        }
        return table.index(GSI1).query(request.build()).stream()
                .flatMap(page -> page.items().stream())
                .map(ItemReader::new);
    }

    /**
     * Reads at most {@value #BATCH} items by one request; those that do not exist are absent. Keys that the service left
     * out, for it is throttled or the answer is full, are asked for again after a pause.
     */
    List<ItemReader> batch(List<Key> keys) {
        List<ItemReader> items = new ArrayList<>(keys.size());
        List<Key> left = new ArrayList<>(keys);
        return backoff.until("read of " + keys.size() + " items", () -> {
            ReadBatch.Builder<EnhancedDocument> batch =
                    ReadBatch.builder(EnhancedDocument.class).mappedTableResource(table);
            left.forEach(batch::addGetItem);
            BatchGetResultPage page = client.batchGetItem(BatchGetItemEnhancedRequest.builder()
                            .readBatches(batch.build())
                            .build())
                    .iterator()
                    .next();
            page.resultsForTable(table).forEach(item -> items.add(new ItemReader(item)));
            left.clear();
            left.addAll(page.unprocessedKeysForTable(table));
            return left.isEmpty() ? Optional.of(items) : Optional.empty();
        });
    }

    /** One put of a transaction. */
    record Write(EnhancedDocument item, @Nullable Expression condition) {}

    /**
     * Puts items all or none.
     *
     * @return false when a condition did not hold or another transaction was at the same items
     */
    boolean transact(List<Write> writes) {
        TransactWriteItemsEnhancedRequest.Builder request = TransactWriteItemsEnhancedRequest.builder();
        add(request, writes);
        return transact(request.build());
    }

    /** As {@link #transact(List)}, with items of another table of the same client. */
    boolean transact(List<Write> writes, Table other, List<Write> others) {
        TransactWriteItemsEnhancedRequest.Builder request = TransactWriteItemsEnhancedRequest.builder();
        add(request, writes);
        other.add(request, others);
        return transact(request.build());
    }

    private void add(TransactWriteItemsEnhancedRequest.Builder request, List<Write> writes) {
        for (Write write : writes) {
            TransactPutItemEnhancedRequest.Builder<EnhancedDocument> put = TransactPutItemEnhancedRequest.builder(
                            EnhancedDocument.class)
                    .item(write.item());
            if (write.condition() != null) {
                put.conditionExpression(write.condition());
            }
            request.addPutItem(table, put.build());
        }
    }

    /** As {@link #transact(List)}; a single put needs no transaction. */
    boolean write(List<Write> writes) {
        Expression condition = writes.getFirst().condition();
        return (writes.size() == 1 && condition != null)
                ? putIf(writes.getFirst().item(), condition)
                : transact(writes);
    }

    /** As {@link #transact(List)}, deleting an item too. */
    boolean transactDeleting(List<Write> writes, String pk, String sk) {
        TransactWriteItemsEnhancedRequest.Builder request = TransactWriteItemsEnhancedRequest.builder();
        for (Write write : writes) {
            request.addPutItem(
                    table,
                    TransactPutItemEnhancedRequest.builder(EnhancedDocument.class)
                            .item(write.item())
                            .conditionExpression(write.condition())
                            .build());
        }
        request.addDeleteItem(
                table, Key.builder().partitionValue(pk).sortValue(sk).build());
        return transact(request.build());
    }

    /**
     * Deletes items of one partition whose attribute still has the value given for their sort key, all or none.
     *
     * @return as of {@link #transact(List)}
     */
    boolean transactDeleting(String pk, String attribute, Map<String, AttributeValue> values) {
        TransactWriteItemsEnhancedRequest.Builder request = TransactWriteItemsEnhancedRequest.builder();
        values.forEach((sk, value) -> request.addDeleteItem(
                table,
                TransactDeleteItemEnhancedRequest.builder()
                        .key(Key.builder().partitionValue(pk).sortValue(sk).build())
                        .conditionExpression(equal(attribute, value))
                        .build()));
        return transact(request.build());
    }

    private boolean transact(TransactWriteItemsEnhancedRequest request) {
        try {
            client.transactWriteItems(request);
            return true;
        } catch (TransactionCanceledException e) {
            if (e.cancellationReasons().stream().allMatch(Table::isLostRace)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isLostRace(CancellationReason reason) {
        return reason.code() != null && LOST_RACE.contains(reason.code());
    }
}
