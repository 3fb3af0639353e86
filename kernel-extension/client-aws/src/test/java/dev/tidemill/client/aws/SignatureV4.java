package dev.tidemill.client.aws;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature as the specification tells it, written without the SDK, for paths without dot segments.
 *
 * @param headers that are signed, by their names in small letters
 */
public record SignatureV4(
        String secret, String region, String service, String time, SortedMap<String, String> headers) {
    private static final HexFormat HEX = HexFormat.of();

    /** The signature of a request, in hexadecimal digits. */
    public String of(String method, URI uri, byte[] body) throws GeneralSecurityException {
        String canonical = String.join(
                "\n",
                method,
                path(uri),
                query(uri),
                headers.entrySet().stream()
                                .map(header -> header.getKey() + ":"
                                        + header.getValue().strip())
                                .collect(Collectors.joining("\n"))
                        + "\n",
                String.join(";", headers.keySet()),
                hash(body));
        String day = time.substring(0, 8);
        String scope = String.join("/", day, region, service, "aws4_request");
        String toSign =
                String.join("\n", "AWS4-HMAC-SHA256", time, scope, hash(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, region, service, "aws4_request", toSign}) {
            key = hmac(key, part);
        }
        return HEX.formatHex(key);
    }

    /** As sent and then encoded once more, as every service but S3 has it. */
    private static String path(URI uri) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return Arrays.stream(path.split("/", -1)).map(SignatureV4::encoded).collect(Collectors.joining("/"));
    }

    private static String query(URI uri) {
        String query = Objects.requireNonNullElse(uri.getRawQuery(), "");
        return Arrays.stream(query.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.contains("=") ? pair : pair + "=")
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String hash(byte[] content) throws GeneralSecurityException {
        return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The parts of an Authorization header by name, the algorithm under the empty name. */
    public static Map<String, String> parts(String authorization) {
        String[] words = authorization.split(" ", 2);
        Map<String, String> parts = Arrays.stream(words[1].split(",\\s*"))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        parts.put("", words[0]);
        return parts;
    }
}
