package dev.tidemill.aws.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link PackWriter} wrote. */
final class PackReader {
    private final byte[] bytes;
    private final Known known;
    private int at;

    PackReader(byte[] bytes, int from, Known known) {
        this.bytes = bytes;
        this.at = from;
        this.known = known;
    }

    /** Texts read lately, so that those that come again and again are made once. For one thread. */
    static final class Known {
        private static final int SLOTS = 2048;
        private static final int LONGEST = 128;
        private final @Nullable String[] texts = new @Nullable String[SLOTS];

        String text(byte[] bytes, int from, int length) {
            if (length > LONGEST) {
                return new String(bytes, from, length, StandardCharsets.UTF_8);
            }
            int hash = length;
            for (int i = from; i < from + length; i++) {
                hash = 31 * hash + bytes[i];
            }
            int slot = (hash ^ (hash >>> 11)) & (SLOTS - 1);
            String text = texts[slot];
            if (text == null || !isAscii(text, bytes, from, length)) {
                text = new String(bytes, from, length, StandardCharsets.UTF_8);
                texts[slot] = text;
            }
            return text;
        }

        private static boolean isAscii(String text, byte[] bytes, int from, int length) {
            if (text.length() != length) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                // A byte beyond ASCII is negative here and equals no character.
                if (text.charAt(i) != bytes[from + i]) {
                    return false;
                }
            }
            return true;
        }
    }

    int raw() {
        return bytes[at++];
    }

    long number() {
        long value = 0;
        int shift = 0;
        while (true) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
            shift += 7;
        }
    }

    int count() {
        return Math.toIntExact(number());
    }

    double fraction() {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = (bits << 8) | (bytes[at++] & 0xFF);
        }
        return Double.longBitsToDouble(bits);
    }

    byte[] rawAll(int length) {
        byte[] values = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return values;
    }

    /** Passes over bytes and gives the place of the first of them. */
    int skip(int length) {
        at += length;
        return at - length;
    }

    /** Another reader at the same place. */
    PackReader fork() {
        return new PackReader(bytes, at, known);
    }

    /** A text that comes once. */
    String newText() {
        int length = count();
        int from = skip(length);
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    String text() {
        int length = count();
        String text = known.text(bytes, at, length);
        at += length;
        return text;
    }

    @Nullable
    String optional() {
        return raw() == 0 ? null : text();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    Map<String, String> texts() {
        Map.Entry<String, String>[] entries = new Map.Entry[count()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = Map.entry(text(), text());
        }
        return Map.ofEntries(entries);
    }
}
