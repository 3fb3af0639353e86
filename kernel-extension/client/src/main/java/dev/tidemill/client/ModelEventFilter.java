package dev.tidemill.client;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a model are asked for. Null asks for any.
 *
 * @param type such as {@code AliasMoved}, {@code StatusChanged} or {@code CardEdited}
 */
public record ModelEventFilter(
        @Nullable String type,
        @Nullable Integer version,
        @Nullable String alias) {
    /** Every event. */
    public static final ModelEventFilter ANY = new ModelEventFilter(null, null, null);

    Map<String, String> query() {
        Map<String, String> query = new HashMap<>();
        if (type != null) {
            query.put("type", type);
        }
        if (version != null) {
            query.put("version", version.toString());
        }
        if (alias != null) {
            query.put("alias", alias);
        }
        return query;
    }
}
