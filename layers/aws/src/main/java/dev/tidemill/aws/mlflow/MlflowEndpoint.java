package dev.tidemill.aws.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Sends requests to a tracking server and tries again what may pass. Safe for use by several threads. */
public interface MlflowEndpoint {
    /**
     * Reads.
     *
     * @param path such as {@code runs/get}
     * @throws RuntimeException when it is not answered by a success, such as {@link MlflowException}
     */
    JsonNode get(String path, Map<String, String> query);

    /**
     * Writes.
     *
     * @param path such as {@code runs/log-batch}
     * @throws RuntimeException when it is not answered by a success, such as {@link MlflowException}
     */
    JsonNode post(String path, JsonNode body);
}
