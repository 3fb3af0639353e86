package dev.tidemill.trackingapi.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tag by which clients tell prompts from models: a model without it is no prompt. */
final class PromptTag {
    private static final String KEY = "mlflow.prompt.is_prompt";

    private PromptTag() {}

    static @Nullable String value(Map<String, String> tags, String key) {
        String value = tags.get(key);
        return value == null && key.equals(KEY) ? "false" : value;
    }
}
