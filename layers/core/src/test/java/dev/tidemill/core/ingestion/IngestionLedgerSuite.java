package dev.tidemill.core.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.ingestion.IngestionLedger.Landed;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every ledger of ingestions does. */
public abstract class IngestionLedgerSuite {
    private static final Workspace TEAM = new Workspace("team");

    /** A ledger without ingestions. */
    protected abstract IngestionLedger ledger();

    @Test
    void record_again_changesNothing() {
        IngestionLedger ledger = ledger();
        ledger.record(landed("i1", "flights", 100, 0));
        ledger.record(landed("i1", "flights", 999, 5));
        assertThat(ledger.find(TEAM, "i1")).contains(landed("i1", "flights", 100, 0));
        assertThat(ledger.find(TEAM, "i2")).isEmpty();
        assertThat(ledger.find(Workspace.DEFAULT, "i1")).isEmpty();
    }

    @Test
    void list_dataset_inTheOrderLanded() {
        IngestionLedger ledger = ledger();
        ledger.record(landed("i2", "flights", 100, 1));
        ledger.record(landed("i1", "flights", 100, 2));
        ledger.record(landed("i3", "weather", 100, 0));
        assertThat(ledger.list(TEAM, "project", "flights"))
                .extracting(Landed::ingestionId)
                .containsExactly("i2", "i1");
        assertThat(ledger.list(TEAM, "other", "flights")).isEmpty();
    }

    private static Landed landed(String id, String dataset, long rows, int second) {
        return new Landed(
                TEAM,
                "project",
                dataset,
                id,
                "execution",
                8123456789012345678L,
                rows,
                3,
                Instant.parse("2026-03-01T10:00:00Z").plusSeconds(second));
    }
}
