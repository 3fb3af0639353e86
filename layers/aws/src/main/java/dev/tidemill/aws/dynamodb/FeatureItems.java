package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.feature.FeatureKey;
import dev.tidemill.core.feature.FeatureRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/**
 * How a row lies in the features table. Each value is a text that begins with a letter for its type ({@code b} Boolean,
 * {@code l} Long, {@code d} Double, {@code s} String, {@code t} Instant, {@code n} null), so that a whole Double stays a
 * Double and comes back to the bit.
 */
final class FeatureItems {
    private static final long FORMAT = 1;
    private static final String SEPARATOR = "#";

    private FeatureItems() {}

    static String pk(FeatureKey key) {
        return String.join(
                SEPARATOR, key.workspace().name(), key.project(), key.view(), key.viewVersion(), key.entity());
    }

    /** Text of one width whose order is that of (event time, availability, sequence). */
    static String order(FeatureRow row) {
        return String.format(
                Locale.ROOT,
                "%s/%s/%019d",
                SortableTime.of(row.eventTime()),
                SortableTime.of(row.availableAt()),
                row.sequence());
    }

    static EnhancedDocument write(FeatureRow row) {
        Map<String, String> values = new HashMap<>();
        row.values().forEach((name, value) -> values.put(name, encode(name, value)));
        return new ItemWriter(pk(row.key()))
                .number("format", FORMAT)
                .text("ord", order(row))
                .instant("eventTime", row.eventTime())
                .instant("availableAt", row.availableAt())
                .number("sequence", row.sequence())
                .texts("values", values)
                .build();
    }

    static FeatureRow read(ItemReader item, Map<String, FeatureKey> byPk) {
        item.format(FORMAT);
        FeatureKey key = byPk.get(item.text(Table.PK));
        if (key == null) {
            throw new IllegalStateException("item " + item.text(Table.PK) + " was not asked for");
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        item.textMap("values").forEach((name, text) -> values.put(name, decode(text)));
        return new FeatureRow(
                key, item.instant("eventTime"), item.instant("availableAt"), item.number("sequence"), values);
    }

    private static String encode(String name, @Nullable Object value) {
        return switch (value) {
            case null -> "n";
            case Boolean b -> "b" + b;
            case Long l -> "l" + l;
            case Double d -> "d" + d;
            case String s -> "s" + s;
            case Instant t -> "t" + t;
            default ->
                throw new IllegalArgumentException("feature '" + name + "' is a "
                        + value.getClass().getName() + ": expected Boolean, Long, Double, String or Instant");
        };
    }

    private static @Nullable Object decode(String text) {
        String value = text.substring(1);
        return switch (text.charAt(0)) {
            case 'n' -> null;
            case 'b' -> Boolean.valueOf(value);
            case 'l' -> Long.valueOf(value);
            case 'd' -> Double.valueOf(value);
            case 's' -> value;
            case 't' -> Instant.parse(value);
            default -> throw new IllegalStateException("feature value '" + text + "' is of an unknown type");
        };
    }
}
