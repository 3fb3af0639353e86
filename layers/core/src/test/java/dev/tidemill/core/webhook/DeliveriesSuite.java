package dev.tidemill.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every record of deliveries does. */
public abstract class DeliveriesSuite {
    private static final Instant EXPIRES = Instant.parse("2026-03-16T10:00:00Z");
    private static final Workspace TEAM = new Workspace("team");

    /** A record of nothing. */
    protected abstract Deliveries deliveries();

    @Test
    void told_nothingRecorded_isEmpty() {
        assertThat(deliveries().told(TEAM, "event")).isEmpty();
    }

    @Test
    void told_afterSeveralTellings_isAllOfThem() {
        Deliveries deliveries = deliveries();
        deliveries.tell(TEAM, "event", List.of("w1", "w2"), EXPIRES);
        deliveries.tell(TEAM, "event", List.of("w2", "w3"), EXPIRES);
        deliveries.tell(TEAM, "event", List.of(), EXPIRES);

        assertThat(deliveries.told(TEAM, "event")).containsExactlyInAnyOrder("w1", "w2", "w3");
    }

    @Test
    void told_isOfOneEventInOneWorkspace() {
        Deliveries deliveries = deliveries();
        deliveries.tell(TEAM, "event", List.of("w1"), EXPIRES);

        assertThat(deliveries.told(TEAM, "event-2")).isEmpty();
        assertThat(deliveries.told(new Workspace("other"), "event")).isEmpty();
    }
}
