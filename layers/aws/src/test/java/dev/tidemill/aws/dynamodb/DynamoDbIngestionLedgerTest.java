package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.ingestion.IngestionLedger;
import dev.tidemill.core.ingestion.IngestionLedgerSuite;

class DynamoDbIngestionLedgerTest extends IngestionLedgerSuite {
    @Override
    protected IngestionLedger ledger() {
        return new LifecycleTable(LocalDynamoDb.CLIENT, LocalDynamoDb.table(), LocalDynamoDb.BACKOFF).ingestionLedger();
    }
}
