package dev.tidemill.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of texts and bytes, the content address of everything stored. */
public final class Sha256 {
    private Sha256() {}

    /** The 64 lower-case hexadecimal digits of the hash of a text's UTF-8 bytes. */
    public static String hex(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }

    /** The 64 lower-case hexadecimal digits of the hash of some bytes. */
    public static String hex(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    /** The 32 bytes of the hash of a text's UTF-8 bytes. */
    public static byte[] bytes(String text) {
        return digest().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A new digest, for content that is read in pieces. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
