package dev.tidemill.core.feature;

import java.util.Collection;
import java.util.Map;

/** The newest feature values of each entity. Safe for use by several threads. */
public interface OnlineStore {
    /**
     * Writes rows; of two rows for a key the one later by (event time, availability, sequence) stays, whatever the
     * order or number of writes.
     *
     * @return how many rows replaced what was stored
     * @throws dev.tidemill.core.failure.ProblemException {@code FEATURES_TOO_LARGE} when an entity's values are more than
     *     an item holds (390,000 bytes of UTF-8); nothing is written then
     */
    int write(Collection<FeatureRow> rows);

    /**
     * Reads items by at most ceil(keys/100) requests when nothing is throttled.
     *
     * @return by key; a key without an item is absent
     */
    Map<FeatureKey, FeatureRow> read(Collection<FeatureKey> keys);
}
