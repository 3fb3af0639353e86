package dev.tidemill.learning;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads UBJSON (ubjson.org, draft 12, big-endian) as XGBoost writes it: objects as maps, arrays as lists, typed arrays
 * as {@code byte[]}, {@code int[]}, {@code long[]}, {@code float[]} or {@code double[]}, numbers as Long or Double.
 */
final class Ubjson {
    private final ByteBuffer in;

    private Ubjson(byte[] content) {
        in = ByteBuffer.wrap(content);
    }

    /**
     * @throws IllegalArgumentException when the content is no UBJSON
     */
    static @Nullable Object read(byte[] content) {
        Ubjson reader = new Ubjson(content);
        try {
            return reader.value(reader.marker());
        } catch (java.nio.BufferUnderflowException e) {
            throw new IllegalArgumentException("UBJSON of " + content.length + " bytes: it ends early", e);
        }
    }

    private char marker() {
        char marker = (char) in.get();
        while (marker == 'N') {
            marker = (char) in.get();
        }
        return marker;
    }

    private @Nullable Object value(char marker) {
        return switch (marker) {
            case '{' -> object();
            case '[' -> array();
            case 'S' -> text();
            case 'C' -> String.valueOf((char) in.get());
            case 'T' -> true;
            case 'F' -> false;
            case 'Z' -> null;
            case 'd' -> (double) in.getFloat();
            case 'D' -> in.getDouble();
            case 'i', 'U', 'I', 'l', 'L' -> whole(marker);
            default ->
                throw new IllegalArgumentException("UBJSON marker '" + marker + "' at byte " + (in.position() - 1)
                        + ": expected one of { [ S C T F Z d D i U I l L");
        };
    }

    private long whole(char marker) {
        return switch (marker) {
            case 'i' -> in.get();
            case 'U' -> in.get() & 0xff;
            case 'I' -> in.getShort();
            case 'l' -> in.getInt();
            case 'L' -> in.getLong();
            default ->
                throw new IllegalArgumentException(
                        "UBJSON marker '" + marker + "' at byte " + (in.position() - 1) + ": expected a length");
        };
    }

    private String text() {
        byte[] bytes = new byte[Math.toIntExact(whole(marker()))];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        char marker = marker();
        if (marker == '#') {
            long count = whole(marker());
            for (long i = 0; i < count; i++) {
                String name = text();
                fields.put(name, value(marker()));
            }
            return fields;
        }
        while (marker != '}') {
            byte[] name = new byte[Math.toIntExact(whole(marker))];
            in.get(name);
            fields.put(new String(name, StandardCharsets.UTF_8), value(marker()));
            marker = marker();
        }
        return fields;
    }

    private Object array() {
        char marker = marker();
        if (marker == '$') {
            char type = (char) in.get();
            expectCount();
            return typed(type, Math.toIntExact(whole(marker())));
        }
        List<@Nullable Object> items = new ArrayList<>();
        if (marker == '#') {
            long count = whole(marker());
            for (long i = 0; i < count; i++) {
                items.add(value(marker()));
            }
            return items;
        }
        while (marker != ']') {
            items.add(value(marker));
            marker = marker();
        }
        return items;
    }

    private void expectCount() {
        char marker = marker();
        if (marker != '#') {
            throw new IllegalArgumentException("UBJSON typed array at byte " + in.position() + ": expected its length");
        }
    }

    private Object typed(char type, int count) {
        return switch (type) {
            case 'd' -> {
                float[] values = new float[count];
                in.asFloatBuffer().get(values);
                yield skip(4 * count, values);
            }
            case 'D' -> {
                double[] values = new double[count];
                in.asDoubleBuffer().get(values);
                yield skip(8 * count, values);
            }
            case 'l' -> {
                int[] values = new int[count];
                in.asIntBuffer().get(values);
                yield skip(4 * count, values);
            }
            case 'L' -> {
                long[] values = new long[count];
                in.asLongBuffer().get(values);
                yield skip(8 * count, values);
            }
            case 'i', 'U' -> {
                byte[] values = new byte[count];
                in.get(values);
                yield values;
            }
            default ->
                throw new IllegalArgumentException("UBJSON typed array of '" + type + "' at byte " + in.position()
                        + ": expected d, D, i, U, l or L");
        };
    }

    private Object skip(int bytes, Object values) {
        in.position(in.position() + bytes);
        return values;
    }
}
