package dev.tidemill.client.connection;

import dev.tidemill.client.ServiceInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether this client understands an API of some version. Before 1.0 the first two numbers have to be the same; from
 * then on the first one has to be, and the API's second must not be smaller, for an API only ever gains words. What
 * comes after, {@code -SNAPSHOT} among it, does not matter.
 */
public final class Compatibility {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(\\D.*)?");
    private static final String CLIENT = read();

    private Compatibility() {}

    /** The version of this client, such as {@code 0.1.0}. */
    public static String clientVersion() {
        return CLIENT;
    }

    /**
     * Why this client and what answers at an address do not fit, as one sentence; empty when they do.
     *
     * @param info as the API answered
     */
    public static Optional<String> complaint(URI address, ServiceInfo info) {
        return complaint(address, info, CLIENT);
    }

    static Optional<String> complaint(URI address, ServiceInfo info, String client) {
        if (!info.name().equals("tidemill")) {
            return Optional.of(
                    "What answers at " + address + " is no Tidemill: expected the address of its API, without /v1.");
        }
        Matcher ours = NUMBERS.matcher(client);
        Matcher theirs = NUMBERS.matcher(info.version());
        if (!ours.matches() || !theirs.matches()) {
            return Optional.of("The API at " + address + " tells no version that this client (" + client + ") knows: '"
                    + info.version() + "'.");
        }
        long major = Long.parseLong(ours.group(1));
        long minor = Long.parseLong(ours.group(2));
        long otherMajor = Long.parseLong(theirs.group(1));
        long otherMinor = Long.parseLong(theirs.group(2));
        if (major == otherMajor && (major == 0 ? minor == otherMinor : minor <= otherMinor)) {
            return Optional.empty();
        }
        boolean clientIsOlder = major < otherMajor || (major == otherMajor && minor < otherMinor);
        String remedy = clientIsOlder
                ? "install tidemill-kernel " + otherMajor + "." + otherMinor
                : "deploy Tidemill " + major + "." + minor + " there, or install tidemill-kernel " + otherMajor + "."
                        + otherMinor;
        return Optional.of("The API at " + address + " is of Tidemill " + info.version() + " and this client of "
                + client + ", which do not understand each other: " + remedy + ".");
    }

    private static String read() {
        try (InputStream in = Objects.requireNonNull(Compatibility.class.getResourceAsStream("version.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the client's version cannot be read", e);
        }
    }
}
