package dev.tidemill.client.connection;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** As whom an API is asked. None of these holds a secret: they say where one lies. */
public sealed interface Authentication {
    /** The variable that holds a token when no file is named. */
    String TOKEN_VARIABLE = "TIDEMILL_TOKEN";

    /** Nobody, for an API that is open on the loopback. */
    record None() implements Authentication {
        @Override
        public String description() {
            return "nothing";
        }
    }

    /**
     * An AWS identity, by which every request is signed.
     *
     * @param profile of the AWS configuration files; null for the AWS default chain: Java properties, variables, the
     *     default profile, then the container's or the machine's role
     */
    record Aws(@Nullable String profile) implements Authentication {
        @Override
        public String description() {
            return profile == null ? "the AWS default credentials" : "AWS profile '" + profile + "'";
        }
    }

    /**
     * A bearer token.
     *
     * @param file that holds it, readable by its owner alone; null for the variable {@link #TOKEN_VARIABLE}
     */
    record Token(@Nullable Path file) implements Authentication {
        @Override
        public String description() {
            return file == null ? "the token in " + TOKEN_VARIABLE : "the token in " + file;
        }
    }

    /** How a person would name it, such as {@code AWS profile 'dev'}. */
    String description();

    /** What an address calls for by itself: IAM for API Gateway's own names, else nothing. */
    static Authentication usual(URI address) {
        String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
        return ApiGateway.NAME.matcher(host).matches() ? new Aws(null) : new None();
    }

    /** The names that API Gateway gives, with the region as the first group. */
    final class ApiGateway {
        /** Of public and of private (VPC endpoint) APIs, in all partitions. */
        public static final Pattern NAME =
                Pattern.compile("[a-z0-9-]+\\.execute-api\\.([a-z0-9-]+)(?:\\.vpce)?\\.amazonaws\\.com(?:\\.cn)?");

        private ApiGateway() {}
    }
}
