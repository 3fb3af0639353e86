package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.loggedmodel.LoggedModels;
import dev.tidemill.core.loggedmodel.LoggedModelsSuite;
import java.time.InstantSource;

class DynamoDbLoggedModelsTest extends LoggedModelsSuite {
    @Override
    protected LoggedModels models(InstantSource clock) {
        return new DynamoDbLoggedModels(LocalDynamoDb.CLIENT, LocalDynamoDb.table(), clock, LocalDynamoDb.BACKOFF);
    }
}
