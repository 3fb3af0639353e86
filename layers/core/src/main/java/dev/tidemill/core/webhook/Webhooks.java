package dev.tidemill.core.webhook;

import dev.tidemill.core.Workspace;
import java.util.List;
import java.util.Optional;

/** The webhooks of workspaces. Safe for use by several threads. */
public interface Webhooks {
    /** Stores a webhook, in place of the one with its id if there is one. */
    void put(Workspace workspace, Webhook webhook);

    /** The webhook with an id; empty when the workspace has none. */
    Optional<Webhook> find(Workspace workspace, String id);

    /** All webhooks of a workspace, by id. */
    List<Webhook> list(Workspace workspace);

    /** Deletes a webhook; does nothing when there is none. */
    void delete(Workspace workspace, String id);
}
