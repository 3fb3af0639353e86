package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.lifecycle.Projects;
import dev.tidemill.core.lifecycle.ProjectsSuite;

class DynamoDbProjectsTest extends ProjectsSuite {
    @Override
    protected Projects projects() {
        return new LifecycleTable(LocalDynamoDb.CLIENT, LocalDynamoDb.table(), LocalDynamoDb.BACKOFF).projects();
    }
}
