package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Ulid;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.RegistrySuite;

class DynamoDbRegistryTest extends RegistrySuite {
    @Override
    protected Registry registry() {
        return new DynamoDbRegistry(
                LocalDynamoDb.CLIENT, LocalDynamoDb.table(), LocalDynamoDb.table(), new Ulid(), LocalDynamoDb.BACKOFF);
    }
}
