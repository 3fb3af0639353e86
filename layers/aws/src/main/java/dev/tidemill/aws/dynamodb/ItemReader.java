package dev.tidemill.aws.dynamodb;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/** Reads one item; an absent attribute that every item of its kind has is an {@link IllegalStateException}. */
final class ItemReader {
    private final EnhancedDocument item;

    ItemReader(EnhancedDocument item) {
        this.item = item;
    }

    String text(String name) {
        return require(name, item.getString(name));
    }

    @Nullable
    String optionalText(String name) {
        return item.getString(name);
    }

    long number(String name) {
        return require(name, optionalNumber(name));
    }

    @Nullable
    Long optionalNumber(String name) {
        return item.isPresent(name) ? Long.valueOf(item.getNumber(name).longValue()) : null;
    }

    boolean bool(String name) {
        return require(name, item.getBoolean(name));
    }

    Instant instant(String name) {
        return Instant.parse(text(name));
    }

    @Nullable
    Instant optionalInstant(String name) {
        String value = optionalText(name);
        return value == null ? null : Instant.parse(value);
    }

    byte[] bytes(String name) {
        return require(name, item.getBytes(name)).asByteArray();
    }

    List<String> texts(String name) {
        return require(name, item.getList(name, EnhancedType.of(String.class)));
    }

    Map<String, String> textMap(String name) {
        return require(name, item.getMap(name, EnhancedType.of(String.class), EnhancedType.of(String.class)));
    }

    /** Refuses an item whose format is another than the one that this code reads. */
    ItemReader format(long expected) {
        long found = number("format");
        if (found != expected) {
            throw new IllegalStateException(
                    "item " + item.getString(Table.PK) + ": format " + found + " is unknown; expected " + expected);
        }
        return this;
    }

    /** The format of an item of which there have been several. */
    long format() {
        return number("format");
    }

    private <T> T require(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("item " + item.getString(Table.PK) + " / " + item.getString(Table.SK)
                    + " lacks attribute '" + name + "'");
        }
        return value;
    }
}
