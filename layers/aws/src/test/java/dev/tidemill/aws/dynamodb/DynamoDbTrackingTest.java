package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.core.tracking.TrackingSuite;
import java.time.InstantSource;

class DynamoDbTrackingTest extends TrackingSuite {
    @Override
    protected Tracking tracking() {
        return new DynamoDbTracking(
                LocalDynamoDb.CLIENT,
                LocalDynamoDb.table(),
                "s3://artifacts",
                InstantSource.fixed(NOW),
                LocalDynamoDb.BACKOFF);
    }
}
