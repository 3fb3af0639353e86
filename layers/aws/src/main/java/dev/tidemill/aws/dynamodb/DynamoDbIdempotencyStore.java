package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Sha256;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.lifecycle.IdempotencyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Idempotency keys and their answers. */
public final class DynamoDbIdempotencyStore implements IdempotencyStore {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration ABANDONED = Duration.ofMinutes(1);
    private static final String SK = "idem";

    private final Table table;

    DynamoDbIdempotencyStore(Table table) {
        this.table = table;
    }

    @Override
    public Claim claim(Workspace workspace, String key, String bodySha256, Instant now) {
        String pk = pk(workspace, key);
        EnhancedDocument mine = new ItemWriter(pk, SK)
                .text("bodySha256", bodySha256)
                .instant("claimedAt", now)
                .expires(now.plus(KEPT))
                .build();
        return table.until("claim of an idempotency key", () -> {
            Optional<ItemReader> stored = table.get(pk, SK);
            if (stored.isEmpty()) {
                return claimed(table.putIf(mine, Table.ABSENT));
            }
            ItemReader item = stored.get();
            Instant claimedAt = item.instant("claimedAt");
            if (now.isBefore(claimedAt.plus(KEPT))) {
                if (!item.text("bodySha256").equals(bodySha256)) {
                    return Optional.of(new Claim.Mismatch());
                }
                Long status = item.optionalNumber("status");
                if (status != null) {
                    return Optional.of(new Claim.Answered(status.intValue(), item.text("body")));
                }
                if (now.isBefore(claimedAt.plus(ABANDONED))) {
                    return Optional.of(new Claim.InProgress());
                }
            }
            Expression unchanged = Expression.builder()
                    .expression("claimedAt = :at AND attribute_not_exists(#s)")
                    .putExpressionName("#s", "status")
                    .putExpressionValue(":at", AttributeValue.fromS(claimedAt.toString()))
                    .build();
            boolean expired = !now.isBefore(claimedAt.plus(KEPT));
            return claimed(table.putIf(mine, expired ? Table.equal("claimedAt", claimedAt.toString()) : unchanged));
        });
    }

    @Override
    public void complete(Workspace workspace, String key, int status, String body, Instant now) {
        String pk = pk(workspace, key);
        table.get(pk, SK)
                .ifPresent(item -> table.put(new ItemWriter(pk, SK)
                        .text("bodySha256", item.text("bodySha256"))
                        .instant("claimedAt", now)
                        .number("status", status)
                        .text("body", body)
                        .expires(now.plus(KEPT))
                        .build()));
    }

    @Override
    public void release(Workspace workspace, String key) {
        table.delete(pk(workspace, key), SK);
    }

    private static Optional<Claim> claimed(boolean won) {
        return won ? Optional.of(new Claim.Claimed()) : Optional.empty();
    }

    private static String pk(Workspace workspace, String key) {
        return workspace.name() + "#idem#" + Sha256.hex(key);
    }
}
