package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.webhook.Deliveries;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Deliveries in the tracking table, an event's in one partition, whose key ends with {@value #PARTITION} so that a
 * policy can grant these partitions alone. The table drops them when they have expired.
 */
public final class DynamoDbDeliveries implements Deliveries {
    /** How the partitions' keys end. */
    public static final String PARTITION = "#told";

    private static final String SK = "webhook#";
    private static final long FORMAT = 1;

    private final Table table;

    /** Over a table with string keys {@code pk} and {@code sk}. */
    public DynamoDbDeliveries(DynamoDbClient client, String name) {
        this(client, name, Backoff.sleeping());
    }

    DynamoDbDeliveries(DynamoDbClient client, String name, Backoff backoff) {
        this.table = Table.of(client, name, backoff);
    }

    @Override
    public Set<String> told(Workspace workspace, String eventId) {
        return table.query(pk(workspace, eventId), SK, true)
                .map(item -> {
                    item.format(FORMAT);
                    return item.text("webhook");
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void tell(Workspace workspace, String eventId, Collection<String> webhookIds, Instant expires) {
        for (String webhook : webhookIds) {
            table.put(new ItemWriter(pk(workspace, eventId), SK + webhook)
                    .number("format", FORMAT)
                    .text("webhook", webhook)
                    .expires(expires)
                    .build());
        }
    }

    private static String pk(Workspace workspace, String eventId) {
        return workspace.name() + "#" + eventId + PARTITION;
    }
}
