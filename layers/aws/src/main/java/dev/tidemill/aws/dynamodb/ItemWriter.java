package dev.tidemill.aws.dynamodb;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverterProvider;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/** Builds one item; what is null is left out. */
final class ItemWriter {
    private final EnhancedDocument.Builder builder =
            EnhancedDocument.builder().attributeConverterProviders(AttributeConverterProvider.defaultProvider());

    ItemWriter(String pk) {
        text(Table.PK, pk);
    }

    ItemWriter(String pk, String sk) {
        this(pk);
        text(Table.SK, sk);
    }

    /** Puts the item in the table's index too. */
    ItemWriter listed(String gsi1pk, String gsi1sk) {
        return text(Table.GSI1_PK, gsi1pk).text(Table.GSI1_SK, gsi1sk);
    }

    /** Lets the table drop the item some time after an instant. */
    ItemWriter expires(Instant at) {
        return number("ttl", at.getEpochSecond());
    }

    ItemWriter text(String name, @Nullable String value) {
        if (value != null) {
            builder.putString(name, value);
        }
        return this;
    }

    ItemWriter number(String name, @Nullable Number value) {
        if (value != null) {
            builder.putNumber(name, value);
        }
        return this;
    }

    ItemWriter bool(String name, boolean value) {
        builder.putBoolean(name, value);
        return this;
    }

    ItemWriter instant(String name, @Nullable Instant value) {
        return text(name, value == null ? null : value.toString());
    }

    ItemWriter bytes(String name, byte[] value) {
        builder.putBytes(name, SdkBytes.fromByteArray(value));
        return this;
    }

    ItemWriter texts(String name, List<String> values) {
        builder.putList(name, values, EnhancedType.of(String.class));
        return this;
    }

    ItemWriter texts(String name, Map<String, String> values) {
        builder.putMap(name, new LinkedHashMap<>(values), EnhancedType.of(String.class), EnhancedType.of(String.class));
        return this;
    }

    EnhancedDocument build() {
        return builder.build();
    }
}
