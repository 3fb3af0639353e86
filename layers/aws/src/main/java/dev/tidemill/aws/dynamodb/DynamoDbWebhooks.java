package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.webhook.Webhook;
import dev.tidemill.core.webhook.WebhookEvent;
import dev.tidemill.core.webhook.Webhooks;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Webhooks in the tracking table, a workspace's in one partition, whose key ends with {@value #PARTITION} so that a
 * policy can grant these partitions alone. Secrets are encrypted at rest as all of the table is.
 */
public final class DynamoDbWebhooks implements Webhooks {
    /** How the partitions' keys end. */
    public static final String PARTITION = "#webhooks";

    private static final String SK = "webhook#";
    private static final long FORMAT = 1;

    private final Table table;

    /** Over a table with string keys {@code pk} and {@code sk}. */
    public DynamoDbWebhooks(DynamoDbClient client, String name) {
        this(client, name, Backoff.sleeping());
    }

    DynamoDbWebhooks(DynamoDbClient client, String name, Backoff backoff) {
        this.table = Table.of(client, name, backoff);
    }

    @Override
    public void put(Workspace workspace, Webhook webhook) {
        table.put(new ItemWriter(pk(workspace), SK + webhook.id())
                .number("format", FORMAT)
                .text("id", webhook.id())
                .text("name", webhook.name())
                .text("url", webhook.url())
                .texts("events", webhook.events().stream().map(Enum::name).toList())
                .text("description", webhook.description().isEmpty() ? null : webhook.description())
                .text("secret", webhook.secret())
                .bool("active", webhook.active())
                .instant("createdAt", webhook.createdAt())
                .instant("updatedAt", webhook.updatedAt())
                .build());
    }

    @Override
    public Optional<Webhook> find(Workspace workspace, String id) {
        return table.get(pk(workspace), SK + id).map(DynamoDbWebhooks::read);
    }

    @Override
    public List<Webhook> list(Workspace workspace) {
        return table.query(pk(workspace), SK, true).map(DynamoDbWebhooks::read).toList();
    }

    @Override
    public void delete(Workspace workspace, String id) {
        table.delete(pk(workspace), SK + id);
    }

    private static Webhook read(ItemReader item) {
        item.format(FORMAT);
        String description = item.optionalText("description");
        return new Webhook(
                item.text("id"),
                item.text("name"),
                item.text("url"),
                item.texts("events").stream().map(WebhookEvent::valueOf).toList(),
                description == null ? "" : description,
                item.optionalText("secret"),
                item.bool("active"),
                item.instant("createdAt"),
                item.instant("updatedAt"));
    }

    private static String pk(Workspace workspace) {
        return workspace.name() + PARTITION;
    }
}
