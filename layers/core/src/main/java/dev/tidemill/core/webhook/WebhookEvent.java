package dev.tidemill.core.webhook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a webhook can be told of, as MLflow names it. Prompts can be subscribed to, but there are none, so that nothing
 * of them happens.
 */
public enum WebhookEvent {
    REGISTERED_MODEL_CREATED("registered_model", "created"),
    MODEL_VERSION_CREATED("model_version", "created"),
    MODEL_VERSION_TAG_SET("model_version_tag", "set"),
    MODEL_VERSION_TAG_DELETED("model_version_tag", "deleted"),
    MODEL_VERSION_ALIAS_CREATED("model_version_alias", "created"),
    MODEL_VERSION_ALIAS_DELETED("model_version_alias", "deleted"),
    PROMPT_CREATED("prompt", "created"),
    PROMPT_VERSION_CREATED("prompt_version", "created"),
    PROMPT_TAG_SET("prompt_tag", "set"),
    PROMPT_TAG_DELETED("prompt_tag", "deleted"),
    PROMPT_VERSION_TAG_SET("prompt_version_tag", "set"),
    PROMPT_VERSION_TAG_DELETED("prompt_version_tag", "deleted"),
    PROMPT_ALIAS_CREATED("prompt_alias", "created"),
    PROMPT_ALIAS_DELETED("prompt_alias", "deleted");

    private final String entity;
    private final String action;

    WebhookEvent(String entity, String action) {
        this.entity = entity;
        this.action = action;
    }

    /** Such as {@code model_version}. */
    public String entity() {
        return entity;
    }

    /** Such as {@code created}. */
    public String action() {
        return action;
    }

    /**
     * The event of an entity and an action, in whatever case; empty when nothing of the kind can happen.
     *
     * @param entity such as {@code MODEL_VERSION}
     * @param action such as {@code CREATED}
     */
    public static Optional<WebhookEvent> of(String entity, String action) {
        return Arrays.stream(values())
                .filter(event -> event.entity.equals(entity.toLowerCase(Locale.ROOT))
                        && event.action.equals(action.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
