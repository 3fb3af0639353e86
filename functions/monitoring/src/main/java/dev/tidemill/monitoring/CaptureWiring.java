package dev.tidemill.monitoring;

import dev.tidemill.aws.client.SdkClients;
import dev.tidemill.aws.s3.S3ObjectStore;
import dev.tidemill.core.storage.ObjectStore;
import java.util.Map;

/** Builds the capture function's clients and use case from the environment, once in a process. */
final class CaptureWiring {
    private CaptureWiring() {}

    static DrainCaptures fromEnvironment() {
        return of(System.getenv());
    }

    static DrainCaptures of(Map<String, String> environment) {
        CaptureConfig config = CaptureConfig.of(environment);
        SdkClients clients = new SdkClients(environment);
        ObjectStore capture = new S3ObjectStore(clients.s3(), clients.presigner(), "capture", config.captureBucket());
        return new DrainCaptures(capture, config.folder(), config.database());
    }
}
