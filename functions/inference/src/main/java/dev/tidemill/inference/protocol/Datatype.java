package dev.tidemill.inference.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The datatypes of the protocol that models take and give. */
public enum Datatype {
    BOOL("true or false"),
    INT64("a whole number of 64 bits"),
    FP64("a finite number"),
    BYTES("text");

    private final String expectation;

    Datatype(String expectation) {
        this.expectation = expectation;
    }

    /** What a value has to be, for messages. */
    public String expectation() {
        return expectation;
    }

    /** The datatype in which a column of a type travels; instants and dates travel as ISO-8601 text. */
    public static Datatype of(ColumnType type) {
        return switch (type) {
            case BOOL -> BOOL;
            case INT -> INT64;
            case DOUBLE, FLOAT32 -> FP64;
            case STRING, TIMESTAMP, DATE -> BYTES;
        };
    }

    /** The datatype of a name; empty when it is none of these. */
    static Optional<Datatype> named(String name) {
        for (Datatype datatype : values()) {
            if (datatype.name().equals(name)) {
                return Optional.of(datatype);
            }
        }
        return Optional.empty();
    }

    /** A value from JSON; null when the node is none of this datatype. */
    @Nullable
    Object value(JsonNode node) {
        return switch (this) {
            case BOOL -> node.isBoolean() ? node.booleanValue() : null;
            case INT64 -> node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : null;
            case FP64 -> node.isNumber() && Double.isFinite(node.doubleValue()) ? node.doubleValue() : null;
            case BYTES -> node.isTextual() ? node.textValue() : null;
        };
    }

    /** The next value of binary data in the order of little endian; null when it is none of this datatype. */
    @Nullable
    Object value(ByteBuffer data) {
        return switch (this) {
            case BOOL -> truth(data.get());
            case INT64 -> data.getLong();
            case FP64 -> finite(data.getDouble());
            case BYTES -> text(data);
        };
    }

    private static @Nullable Boolean truth(byte value) {
        return (value == 0 || value == 1) ? (Boolean) (value == 1) : null;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? (Double) value : null;
    }

    private static @Nullable String text(ByteBuffer data) {
        int length = data.getInt();
        if (length < 0 || length > data.remaining()) {
            return null;
        }
        ByteBuffer part = data.slice(data.position(), length);
        data.position(data.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The binary form of a value. */
    byte[] bytes(Object value) {
        return switch (this) {
            case BOOL -> new byte[] {(byte) ((Boolean) value ? 1 : 0)};
            case INT64 -> little(8).putLong((Long) value).array();
            case FP64 -> little(8).putDouble((Double) value).array();
            case BYTES -> {
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
                yield little(4 + text.length).putInt(text.length).put(text).array();
            }
        };
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
