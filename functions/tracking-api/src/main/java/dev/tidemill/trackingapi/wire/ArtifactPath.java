package dev.tidemill.trackingapi.wire;

import dev.tidemill.core.failure.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Paths of artifacts below the place where they are kept. One that could be read as leading elsewhere, by any program
 * that decodes it again, is refused.
 */
public final class ArtifactPath {
    /** Most bytes of a path; keys of S3 have at most 1,024, of which the place takes some. */
    private static final int MOST_BYTES = 700;

    private static final int MOST_DECODING = 10;
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cntrl}");
    private static final Pattern TRAPS = Pattern.compile(
            // Fragments, queries, other systems' separators, and what ends a text elsewhere.
            "[#?\\\\\\x00]"
                    // A root, a name of no characters, the folder itself or the one above.
                    + "|^/|//|(^|/)\\.{1,2}(/|$)"
                    // Another place: a drive, an address.
                    + "|^[A-Za-z]:|(?i)^file:|^[A-Za-z][A-Za-z0-9+.-]*:/");

    private ArtifactPath() {}

    /**
     * A path of a file or folder, without closing slash; empty for the place itself.
     *
     * @throws ProblemException {@link MlflowErrors#INVALID} when it leads, or can be read as leading, out of the place
     */
    public static String of(String path) {
        if (!isEncodable(path) || INVISIBLE.matcher(path).find()) {
            throw invalid();
        }
        String decoded = path;
        for (int i = 0; i < MOST_DECODING; i++) {
            if (TRAPS.matcher(decoded).find()) {
                throw invalid();
            }
            String next = decode(decoded);
            if (next.equals(decoded)) {
                return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            }
            decoded = next;
        }
        throw invalid();
    }

    /**
     * A path of a file.
     *
     * @throws ProblemException {@link MlflowErrors#INVALID} also when it is empty or ends with a slash
     */
    public static String ofFile(String path) {
        if (path.isEmpty() || path.endsWith("/")) {
            throw invalid();
        }
        return of(path);
    }

    /** The failure of a path that is refused; clients know it by these words. */
    private static ProblemException invalid() {
        return MlflowErrors.invalid("Invalid path");
    }

    private static boolean isEncodable(String path) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(path)
                && path.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }

    /** Decodes every well-formed escape; what is none stays as it is, a plus sign too. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%' && i + 2 < raw.length && hex(raw[i + 1]) >= 0 && hex(raw[i + 2]) >= 0) {
                bytes.write(hex(raw[i + 1]) << 4 | hex(raw[i + 2]));
                i += 2;
            } else {
                bytes.write(raw[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int hex(byte digit) {
        return digit < 0 ? -1 : Character.digit(digit, 16);
    }
}
