package dev.tidemill.client.connection;

import dev.tidemill.client.TidemillException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * One API, one of its workspaces, and as whom it is asked.
 *
 * @param address of the API without {@code /v1} and without a closing slash
 * @param workspace such as {@code default}
 */
public record Connection(URI address, String workspace, Authentication authentication) {
    /**
     * The connection to an address as a person types it, in the workspace {@code default}.
     *
     * @throws TidemillException {@code INVALID_INPUT} when it is no http or https address, or has a user, a password, a
     *     query or a fragment, which a remembered address must not have
     */
    public static Connection to(String address, Authentication authentication) {
        return new Connection(parsed(address), "default", authentication);
    }

    /** The same in another workspace. */
    public Connection inWorkspace(String other) {
        return new Connection(address, other, authentication);
    }

    /** Whether the API runs on this machine. */
    public boolean isLocal() {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    static URI parsed(String address) {
        URI uri;
        try {
            uri = new URI(address.strip().replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw noAddress(address, "a character there is none of an address's");
        }
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw noAddress(address, "it begins with neither http:// nor https://");
        }
        if (uri.getRawUserInfo() != null) {
            throw TidemillException.invalidInput("The address has a user or a password in it, which would be"
                    + " remembered: leave them out, and name who asks by --profile or --token");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw noAddress(address, "it has a query or a fragment");
        }
        return uri;
    }

    private static TidemillException noAddress(String address, String why) {
        return TidemillException.invalidInput("'" + address + "' is no address of an API (" + why
                + "): expected one such as https://abc123.execute-api.eu-west-1.amazonaws.com/live");
    }
}
