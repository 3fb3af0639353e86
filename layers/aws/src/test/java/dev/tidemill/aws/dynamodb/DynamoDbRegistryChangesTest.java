package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Ulid;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.RegistryChangesSuite;

class DynamoDbRegistryChangesTest extends RegistryChangesSuite {
    @Override
    protected Registry registry() {
        return new DynamoDbRegistry(
                LocalDynamoDb.CLIENT, LocalDynamoDb.table(), LocalDynamoDb.table(), new Ulid(), LocalDynamoDb.BACKOFF);
    }

    @Override
    protected int histories() {
        return Integer.getInteger("tidemill.histories", 25);
    }
}
