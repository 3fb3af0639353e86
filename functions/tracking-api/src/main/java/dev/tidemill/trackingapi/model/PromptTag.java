package dev.tidemill.trackingapi.model;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tag by which clients tell prompts from models: a model without it is no prompt. Searches leave prompts out unless
 * they ask for them.
 */
final class PromptTag {
    private static final String KEY = "mlflow.prompt.is_prompt";
    private static final Set<String> SOURCES = Set.of("dummy-source", "prompt-template");

    private PromptTag() {}

    static @Nullable String value(Map<String, String> tags, String key) {
        String value = tags.get(key);
        return value == null && key.equals(KEY) ? "false" : value;
    }

    static boolean isPrompt(Map<String, String> tags) {
        return tags.getOrDefault(KEY, "false").equalsIgnoreCase("true");
    }

    /** What clients say where a prompt has no source. */
    static boolean isPlaceholder(String source) {
        return SOURCES.contains(source);
    }

    /** Lets pass what a filter may find. */
    static Predicate<Map<String, String>> shown(String filter) {
        return filter.contains(KEY) ? tags -> true : tags -> !isPrompt(tags);
    }
}
