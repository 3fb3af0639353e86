package dev.tidemill.core.feature;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** The newest feature values in memory. */
public final class InMemoryOnlineStore implements OnlineStore {
    private static final Comparator<FeatureRow> ORDER = Comparator.comparing(FeatureRow::eventTime)
            .thenComparing(FeatureRow::availableAt)
            .thenComparingLong(FeatureRow::sequence);

    private final Map<FeatureKey, FeatureRow> items = new HashMap<>();

    @Override
    public synchronized int write(Collection<FeatureRow> rows) {
        rows.forEach(FeatureRow::requireFit);
        int replaced = 0;
        for (FeatureRow row : rows) {
            FeatureRow stored = items.get(row.key());
            if (stored == null || ORDER.compare(stored, row) < 0) {
                items.put(row.key(), row);
                replaced++;
            }
        }
        return replaced;
    }

    @Override
    public synchronized Map<FeatureKey, FeatureRow> read(Collection<FeatureKey> keys) {
        Map<FeatureKey, FeatureRow> found = new HashMap<>();
        for (FeatureKey key : keys) {
            FeatureRow row = items.get(key);
            if (row != null) {
                found.put(key, row);
            }
        }
        return found;
    }
}
