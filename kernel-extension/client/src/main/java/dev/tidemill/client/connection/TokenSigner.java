package dev.tidemill.client.connection;

import dev.tidemill.client.RequestSigner;
import dev.tidemill.client.TidemillException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Sends a bearer token to one API, over https or to this machine alone. It is read anew for each request, so that one
 * which another program renews is always the newest.
 */
final class TokenSigner implements RequestSigner {
    private final Connection connection;
    private final Authentication.Token token;
    private final Map<String, String> environment;

    TokenSigner(Connection connection, Authentication.Token token, Map<String, String> environment) {
        this.connection = connection;
        this.token = token;
        this.environment = environment;
        if (!"https".equals(connection.address().getScheme()) && !connection.isLocal()) {
            throw TidemillException.unauthenticated(
                    connection.address() + " is asked without encryption, by which its token would be told to everybody"
                            + " on the way: expected an https address",
                    null);
        }
    }

    @Override
    public Map<String, String> headers(String method, URI uri, byte[] body) {
        if (!Signers.isOf(connection.address(), uri)) {
            return Map.of();
        }
        return Map.of("Authorization", "Bearer " + value());
    }

    @Override
    public String identity() {
        return token.description();
    }

    private String value() {
        Path file = token.file();
        String value = file == null ? environment.getOrDefault(Authentication.TOKEN_VARIABLE, "") : read(file);
        value = value.strip();
        if (value.isEmpty()) {
            throw TidemillException.unauthenticated(
                    file == null
                            ? "The variable " + Authentication.TOKEN_VARIABLE
                                    + " is not set where the kernel was started:"
                                    + " set it and start anew, or name a file that holds the token"
                            : file + " holds no token",
                    null);
        }
        if (!value.chars().allMatch(letter -> letter > ' ' && letter < 127)) {
            throw TidemillException.unauthenticated(
                    "What " + token.description().replace("the token in ", "")
                            + " holds is no token: expected one word",
                    null);
        }
        return value;
    }

    private static String read(Path file) {
        try {
            if (PrivateFile.isOpenToOthers(file)) {
                throw TidemillException.unauthenticated(
                        file + " holds a token that others can read: take their rights away (chmod 600 " + file + ")",
                        null);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw TidemillException.unauthenticated(
                    "The token cannot be read: " + file + " (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
