package dev.tidemill.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store of webhooks does. */
public abstract class WebhooksSuite {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Workspace TEAM = new Workspace("team");
    private static final Workspace OTHER = new Workspace("other");

    /** A store without webhooks. */
    protected abstract Webhooks webhooks();

    private static Webhook webhook(String id, @Nullable String secret, boolean active) {
        return new Webhook(
                id,
                "name-" + id,
                "https://example.org/" + id,
                List.of(WebhookEvent.MODEL_VERSION_CREATED, WebhookEvent.MODEL_VERSION_ALIAS_DELETED),
                "",
                secret,
                active,
                NOW,
                NOW.plusSeconds(5));
    }

    @Test
    void find_put_isThatWebhook() {
        Webhooks webhooks = webhooks();
        webhooks.put(TEAM, webhook("1", "secret", true));
        webhooks.put(TEAM, webhook("2", null, false));

        assertThat(webhooks.find(TEAM, "1")).contains(webhook("1", "secret", true));
        assertThat(webhooks.find(TEAM, "2")).contains(webhook("2", null, false));
        assertThat(webhooks.find(TEAM, "3")).isEmpty();
        assertThat(webhooks.find(OTHER, "1")).isEmpty();
    }

    @Test
    void put_again_replaces() {
        Webhooks webhooks = webhooks();
        webhooks.put(TEAM, webhook("1", "secret", true));

        webhooks.put(TEAM, webhook("1", null, false));

        assertThat(webhooks.list(TEAM)).containsExactly(webhook("1", null, false));
    }

    @Test
    void list_isOfOneWorkspaceById() {
        Webhooks webhooks = webhooks();
        webhooks.put(TEAM, webhook("2", null, true));
        webhooks.put(TEAM, webhook("1", null, true));
        webhooks.put(OTHER, webhook("3", null, true));

        assertThat(webhooks.list(TEAM)).extracting(Webhook::id).containsExactly("1", "2");
    }

    @Test
    void delete_twice_leavesNone() {
        Webhooks webhooks = webhooks();
        webhooks.put(TEAM, webhook("1", null, true));

        webhooks.delete(TEAM, "1");
        webhooks.delete(TEAM, "1");

        assertThat(webhooks.list(TEAM)).isEmpty();
    }

    @Test
    void secret_isNotInTheText() {
        assertThat(webhook("1", "hidden", true).toString()).doesNotContain("hidden");
    }
}
