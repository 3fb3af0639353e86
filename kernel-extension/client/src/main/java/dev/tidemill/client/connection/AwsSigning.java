package dev.tidemill.client.connection;

import dev.tidemill.client.RequestSigner;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Signs as an AWS identity (Signature Version 4, service {@code execute-api}). Found by {@link java.util.ServiceLoader};
 * the library {@code tidemill-client-aws} brings it, apart from the client, because it needs the AWS SDK.
 */
public interface AwsSigning {
    /**
     * A signer for one API. Credentials are looked up when the first request is signed, and again before they expire.
     *
     * @param address of the API; a request elsewhere, or one that is signed already by its query, is not signed
     * @param profile of the AWS configuration files; null for the AWS default chain
     * @throws dev.tidemill.client.TidemillException when the region is told neither by the address nor by the
     *     configuration, or there is no such profile
     */
    RequestSigner signer(URI address, @Nullable String profile);
}
