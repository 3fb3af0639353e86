package dev.tidemill.trackingapi.webhook;

import java.io.IOException;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where webhooks may send: to public addresses by https, and nowhere inside. A host is resolved, every one of its
 * addresses is looked at, and the message goes to an address that was looked at, so that a name which resolves to
 * something else a moment later gains nothing. Safe for use by several threads.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IPv4 special-purpose addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IPv6 special-purpose addresses</a>
 */
public final class Destination {
    private static final int LONGEST = 2048;
    private static final Pattern NUMERIC =
            Pattern.compile("(?:0[xX][0-9a-fA-F]*|[0-9]+)(?:\\.(?:0[xX][0-9a-fA-F]*|[0-9]+))*\\.?");
    private static final Pattern DOTTED = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");

    private static final List<Block> NOT_PUBLIC_4 = Block.all(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");
    private static final Block GLOBAL_6 = Block.of("2000::/3");

    /** Among them what leads back to IPv4: Teredo in the first, 6to4 in the third. */
    private static final List<Block> NOT_PUBLIC_6 = Block.all("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private final Resolver resolver;
    private final boolean loopback;

    /** Finds the addresses of a host. */
    @FunctionalInterface
    public interface Resolver {
        /** All addresses, at least one. */
        List<InetAddress> resolve(String host) throws IOException;
    }

    /** A destination that was refused. */
    public static class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** A host that no resolver knows now. */
    static final class Unresolved extends Refused {
        private static final long serialVersionUID = 1L;

        Unresolved(String host) {
            super("its host '" + host + "' cannot be resolved");
        }
    }

    /**
     * A place to connect to.
     *
     * @param address one that was looked at
     * @param host as the URL names it, for the certificate and the header {@code Host}
     */
    record Place(InetAddress address, String host, int port, boolean tls, String target) {}

    /**
     * Over a resolver.
     *
     * @param loopback whether 127.0.0.0/8 and ::1 are allowed, by http too: for an emulator only
     */
    public Destination(Resolver resolver, boolean loopback) {
        this.resolver = resolver;
        this.loopback = loopback;
    }

    /** Over the system's resolver. */
    public static Destination ofSystem(boolean loopback) {
        return new Destination(host -> List.of(InetAddress.getAllByName(host)), loopback);
    }

    /**
     * Looks at an address.
     *
     * @throws Refused when it is no https URL, or one of the host's addresses is not public
     */
    Place check(String url) throws Refused {
        URI uri = read(url);
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        String host = uri.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (!host.startsWith("[")
                && NUMERIC.matcher(bare).matches()
                && !DOTTED.matcher(bare).matches()) {
            throw new Refused("its host '" + host + "' is a number: expected a name or a dotted address");
        }
        List<InetAddress> addresses = addresses(bare);
        for (InetAddress address : addresses) {
            boolean allowed = isPublic(address) || (loopback && address.isLoopbackAddress());
            if (!allowed) {
                throw new Refused("its host '" + host + "' has a private, loopback, link-local or reserved address");
            }
        }
        InetAddress first = addresses.getFirst();
        if (!tls && !(loopback && first.isLoopbackAddress())) {
            throw new Refused("its scheme is '" + uri.getScheme() + "': expected https");
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        return new Place(first, host, port, tls, target);
    }

    private static URI read(String url) throws Refused {
        if (url.length() > LONGEST) {
            throw new Refused("it has more than " + LONGEST + " characters");
        }
        URI uri;
        try {
            uri = new URI(new URI(url).toASCIIString());
        } catch (URISyntaxException e) {
            throw new Refused("it is no URL");
        }
        if (uri.getScheme() == null
                || !List.of("http", "https").contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
            throw new Refused("its scheme is '" + uri.getScheme() + "': expected https");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw new Refused("it has no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw new Refused("it has a user before its host: expected none");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            throw new Refused("its port is no port");
        }
        return uri;
    }

    private List<InetAddress> addresses(String host) throws Refused {
        try {
            List<InetAddress> addresses = resolver.resolve(host);
            if (!addresses.isEmpty()) {
                return addresses;
            }
        } catch (IOException unknown) {
            throw new Unresolved(host);
        }
        throw new Unresolved(host);
    }

    /** Whether an address is one of the public internet. */
    static boolean isPublic(InetAddress address) {
        return address instanceof Inet4Address
                ? NOT_PUBLIC_4.stream().noneMatch(block -> block.holds(address))
                : GLOBAL_6.holds(address) && NOT_PUBLIC_6.stream().noneMatch(block -> block.holds(address));
    }

    /** The addresses whose first bits are those of a prefix. */
    private record Block(BigInteger prefix, int bits, int length) {
        static Block of(String text) {
            String[] parts = text.split("/", 2);
            InetAddress address = InetAddress.ofLiteral(parts[0]);
            return new Block(
                    new BigInteger(1, address.getAddress()),
                    Integer.parseInt(parts[1]),
                    8 * address.getAddress().length);
        }

        static List<Block> all(String... texts) {
            return Arrays.stream(texts).map(Block::of).toList();
        }

        boolean holds(InetAddress address) {
            int others = length - bits;
            return new BigInteger(1, address.getAddress()).shiftRight(others).equals(prefix.shiftRight(others));
        }
    }
}
