package dev.tidemill.core;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** ULIDs (github.com/ulid/spec): 48 bits of Unix milliseconds and 80 random bits, in Crockford's base 32. */
public final class Ulid implements IdSource {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;

    private final RandomGenerator random;

    public Ulid() {
        this(new SecureRandom());
    }

    /**
     * @param random source of the 80 random bits; must be safe for the threads that call {@link #next}
     */
    public Ulid(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public String next(Instant now) {
        byte[] entropy = new byte[10];
        random.nextBytes(entropy);
        return encode(now.toEpochMilli(), entropy);
    }

    /**
     * The ULID of a time and given bits, for ids that a retry must make again.
     *
     * @param seed any text; its SHA-256 supplies the 80 bits
     */
    public static String derived(Instant time, String seed) {
        byte[] hash = Sha256.bytes(seed);
        byte[] entropy = new byte[10];
        System.arraycopy(hash, 0, entropy, 0, entropy.length);
        return encode(time.toEpochMilli(), entropy);
    }

    /**
     * Reads the time that an id begins with.
     *
     * @throws IllegalArgumentException when the text is no ULID
     */
    public static Instant time(String ulid) {
        if (!isUlid(ulid)) {
            throw new IllegalArgumentException("id '" + ulid + "': expected 26 characters of Crockford's base 32");
        }
        long millis = 0;
        for (int i = 0; i < 10; i++) {
            millis = millis << 5 | DIGITS.indexOf(ulid.charAt(i));
        }
        return Instant.ofEpochMilli(millis);
    }

    /**
     * The last of all ids of the millisecond of a time.
     *
     * @param time not before 1970
     */
    public static String latest(Instant time) {
        byte[] entropy = new byte[10];
        Arrays.fill(entropy, (byte) 0xff);
        return encode(time.toEpochMilli(), entropy);
    }

    /**
     * The next id after one, in which ids of one millisecond also stand.
     *
     * @throws IllegalStateException when it is the last of all
     */
    public static String after(String ulid) {
        char[] digits = ulid.toCharArray();
        for (int i = digits.length - 1; i >= 0; i--) {
            int value = DIGITS.indexOf(digits[i]);
            if (value < DIGITS.length() - 1) {
                digits[i] = DIGITS.charAt(value + 1);
                return new String(digits);
            }
            digits[i] = '0';
        }
        throw new IllegalStateException("no id comes after " + ulid);
    }

    /** Tells whether a text is a ULID in upper case whose time fits 48 bits. */
    public static boolean isUlid(String text) {
        return text.length() == LENGTH && text.charAt(0) <= '7' && text.chars().allMatch(c -> DIGITS.indexOf(c) >= 0);
    }

    private static String encode(long millis, byte[] entropy) {
        char[] out = new char[LENGTH];
        long time = millis;
        for (int i = 9; i >= 0; i--) {
            out[i] = DIGITS.charAt((int) (time & 31));
            time >>>= 5;
        }
        for (int i = 0; i < 16; i++) {
            int bit = i * 5;
            int index = bit >> 3;
            int pair = (entropy[index] & 0xff) << 8 | (index + 1 < entropy.length ? entropy[index + 1] & 0xff : 0);
            out[10 + i] = DIGITS.charAt(pair >> (11 - (bit & 7)) & 31);
        }
        return new String(out);
    }
}
