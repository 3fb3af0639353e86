package dev.tidemill.trackingapi.artifact;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** The header that has a browser save a file under its name instead of showing it. */
final class Attachment {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$&+.^_`|~-]+");
    private static final String UNRESERVED = "!#$&+-.^_`|~";

    private Attachment() {}

    /**
     * The value of {@code Content-Disposition} for a file, by RFC 6266 and RFC 8187.
     *
     * @param path whose last name is the file's, without control characters
     */
    static String named(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (TOKEN.matcher(name).matches()) {
            return "attachment; filename=" + name;
        }
        StringBuilder plain = new StringBuilder();
        name.codePoints().forEach(c -> plain.appendCodePoint(c > 126 || c == '"' || c == '\\' ? '_' : c));
        String quoted = "attachment; filename=\"" + plain + "\"";
        return name.contentEquals(plain) ? quoted : quoted + "; filename*=UTF-8''" + encoded(name);
    }

    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
