package dev.tidemill.core.tracking;

import java.time.InstantSource;

class InMemoryTrackingTest extends TrackingSuite {
    @Override
    protected Tracking tracking() {
        return new InMemoryTracking(InstantSource.fixed(NOW), "s3://artifacts");
    }
}
