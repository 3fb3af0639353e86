package dev.tidemill.core.ingestion;

class InMemoryIngestionLedgerTest extends IngestionLedgerSuite {
    @Override
    protected IngestionLedger ledger() {
        return new InMemoryIngestionLedger();
    }
}
