package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.access.Token;
import dev.tidemill.core.access.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/**
 * Tokens, each as two items that are written in one transaction: one among its workspace's tokens, and one under the
 * hash of its secret. The latter's partition begins with {@value #BY_HASH}, which no workspace's name does, so that a
 * policy can grant these partitions alone. The table drops both 30 days after the token expired.
 */
public final class DynamoDbTokens implements Tokens {
    /** How the partitions begin that are found by a secret's hash. */
    public static final String BY_HASH = "#token#";

    private static final String SK = "token#";
    private static final long FORMAT = 1;
    private static final Duration KEPT = Duration.ofDays(30);

    private final Table table;

    DynamoDbTokens(Table table) {
        this.table = table;
    }

    @Override
    public void issue(Token token, String secretSha256) {
        boolean issued = table.transact(List.of(
                new Table.Write(listed(token, secretSha256), Table.ABSENT),
                new Table.Write(byHash(token, secretSha256), Table.ABSENT)));
        if (!issued) {
            throw new IllegalStateException("token " + token.id() + " is issued already");
        }
    }

    @Override
    public Optional<Token> findByHash(String secretSha256) {
        return table.get(BY_HASH + secretSha256, SK).map(DynamoDbTokens::read);
    }

    @Override
    public Optional<Token> find(Workspace workspace, String id) {
        return item(workspace, id).map(DynamoDbTokens::read);
    }

    private Optional<ItemReader> item(Workspace workspace, String id) {
        return table.get(pk(workspace), SK + id);
    }

    @Override
    public List<Token> list(Workspace workspace) {
        return table.query(pk(workspace), SK, false).map(DynamoDbTokens::read).toList();
    }

    @Override
    public Optional<Token> revoke(Workspace workspace, String id, String by, Instant at) {
        return table.until("revocation of token " + id, () -> {
            Optional<ItemReader> found = item(workspace, id);
            if (found.isEmpty() || found.get().optionalText("revokedAt") != null) {
                return Optional.of(found.map(DynamoDbTokens::read));
            }
            String hash = found.get().text("secretSha256");
            Token revoked = read(found.get()).revoked(at, by);
            boolean written = table.transact(List.of(
                    new Table.Write(listed(revoked, hash), Table.equal("state", "issued")),
                    new Table.Write(byHash(revoked, hash), null)));
            return written ? Optional.of(Optional.of(revoked)) : Optional.empty();
        });
    }

    private static EnhancedDocument listed(Token token, String hash) {
        return fields(new ItemWriter(pk(token.workspace()), SK + token.id()), token)
                .text("secretSha256", hash)
                .build();
    }

    private static EnhancedDocument byHash(Token token, String hash) {
        return fields(new ItemWriter(BY_HASH + hash, SK), token).build();
    }

    private static ItemWriter fields(ItemWriter item, Token token) {
        return item.number("format", FORMAT)
                .text("id", token.id())
                .text("workspace", token.workspace().name())
                .text("role", token.role().name())
                .text("principal", token.principal())
                .text("createdBy", token.createdBy())
                .instant("createdAt", token.createdAt())
                .instant("expiresAt", token.expiresAt())
                .text("state", state(token.revokedAt()))
                .instant("revokedAt", token.revokedAt())
                .text("revokedBy", token.revokedBy())
                .expires(token.expiresAt().plus(KEPT));
    }

    private static String state(@Nullable Instant revokedAt) {
        return revokedAt == null ? "issued" : "revoked";
    }

    private static Token read(ItemReader item) {
        item.format(FORMAT);
        return new Token(
                item.text("id"),
                new Workspace(item.text("workspace")),
                Role.valueOf(item.text("role")),
                item.text("principal"),
                item.text("createdBy"),
                item.instant("createdAt"),
                item.instant("expiresAt"),
                item.optionalInstant("revokedAt"),
                item.optionalText("revokedBy"));
    }

    private static String pk(Workspace workspace) {
        return workspace.name() + "#tokens";
    }
}
