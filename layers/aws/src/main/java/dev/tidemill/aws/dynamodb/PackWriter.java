package dev.tidemill.aws.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values behind one another in few bytes. Whole numbers take seven bits a byte, the sign in the lowest bit. */
final class PackWriter {
    private byte[] bytes;
    private int size;

    PackWriter(int expected) {
        bytes = new byte[expected];
    }

    PackWriter raw(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /** A whole number that is seldom negative or large. */
    PackWriter number(long value) {
        ensure(10);
        long left = (value << 1) ^ (value >> 63);
        while ((left & ~0x7FL) != 0) {
            bytes[size++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
        return this;
    }

    PackWriter fraction(double value) {
        ensure(8);
        long bits = Double.doubleToLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (bits >>> shift);
        }
        return this;
    }

    PackWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return number(utf8.length).rawAll(utf8);
    }

    PackWriter rawAll(byte[] values) {
        return rawAll(values, 0, values.length);
    }

    PackWriter rawAll(byte[] values, int from, int to) {
        ensure(to - from);
        System.arraycopy(values, from, bytes, size, to - from);
        size += to - from;
        return this;
    }

    PackWriter optional(@Nullable String text) {
        return text == null ? raw(0) : raw(1).text(text);
    }

    PackWriter texts(Map<String, String> texts) {
        number(texts.size());
        texts.forEach((key, value) -> text(key).text(value));
        return this;
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }
}
