package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Ulid;
import dev.tidemill.core.registry.ImportedVersionsSuite;
import dev.tidemill.core.registry.Registry;

class DynamoDbImportedVersionsTest extends ImportedVersionsSuite {
    @Override
    protected Registry registry() {
        return new DynamoDbRegistry(
                LocalDynamoDb.CLIENT, LocalDynamoDb.table(), LocalDynamoDb.table(), new Ulid(), LocalDynamoDb.BACKOFF);
    }
}
