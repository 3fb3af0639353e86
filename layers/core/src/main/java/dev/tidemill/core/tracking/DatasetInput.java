package dev.tidemill.core.tracking;

import java.util.Map;

/**
 * A run's use of a dataset.
 *
 * @param tags of the use; MLflow keeps the context, such as {@code training}, under {@code mlflow.data.context}
 */
public record DatasetInput(Dataset dataset, Map<String, String> tags) {
    /** The tag that holds the context of the use. */
    public static final String CONTEXT_TAG = "mlflow.data.context";

    public DatasetInput {
        tags = Map.copyOf(tags);
    }
}
