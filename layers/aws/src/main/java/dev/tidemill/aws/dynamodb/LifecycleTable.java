package dev.tidemill.aws.dynamodb;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The lifecycle table, from which the stores that share it are made. Each is safe for use by several threads. The table
 * has string keys {@code pk} and {@code sk}, an index {@code gsi1} over {@code gsi1pk} and {@code gsi1sk}, a time to live
 * in {@code ttl}, and a stream of new images.
 */
public final class LifecycleTable {
    private final Table table;

    public LifecycleTable(DynamoDbClient client, String name) {
        this(client, name, Backoff.sleeping());
    }

    LifecycleTable(DynamoDbClient client, String name, Backoff backoff) {
        this.table = Table.of(client, name, backoff);
    }

    public DynamoDbExecutions executions() {
        return new DynamoDbExecutions(table);
    }

    public DynamoDbIdempotencyStore idempotencyStore() {
        return new DynamoDbIdempotencyStore(table);
    }

    public DynamoDbProjects projects() {
        return new DynamoDbProjects(table);
    }

    public DynamoDbTriggers triggers() {
        return new DynamoDbTriggers(table);
    }

    public DynamoDbTaskTokens taskTokens() {
        return new DynamoDbTaskTokens(table);
    }

    public DynamoDbTokens tokens() {
        return new DynamoDbTokens(table);
    }

    public DynamoDbIngestionLedger ingestionLedger() {
        return new DynamoDbIngestionLedger(table);
    }
}
