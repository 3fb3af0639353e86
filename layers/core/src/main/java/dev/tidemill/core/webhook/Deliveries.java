package dev.tidemill.core.webhook;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * Which webhooks were told of events that come again, because another webhook was not told of them. Safe for use by
 * several threads.
 */
public interface Deliveries {
    /** Ids of the webhooks that were told of an event; empty when none is recorded. */
    Set<String> told(Workspace workspace, String eventId);

    /**
     * Records that webhooks were told of an event, beside those recorded before.
     *
     * @param expires when the record may be forgotten; the webhooks may then be told again
     */
    void tell(Workspace workspace, String eventId, Collection<String> webhookIds, Instant expires);
}
