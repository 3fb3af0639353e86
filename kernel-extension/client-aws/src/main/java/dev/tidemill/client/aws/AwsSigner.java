package dev.tidemill.client.aws;

import dev.tidemill.client.RequestSigner;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.connection.Authentication;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Signature Version 4 for the service {@code execute-api}. Safe for use by several threads.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">AWS Signature Version 4</a>
 */
final class AwsSigner implements RequestSigner {
    private static final String SERVICE = "execute-api";

    private final URI api;
    private final String region;
    private final Authentication.Aws identity;
    private final AwsCredentialsProvider credentials;
    private final Clock clock;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    AwsSigner(URI api, String region, Authentication.Aws identity, AwsCredentialsProvider credentials, Clock clock) {
        this.api = api;
        this.region = region;
        this.identity = identity;
        this.credentials = credentials;
        this.clock = clock;
    }

    @Override
    public Map<String, String> headers(String method, URI uri, byte[] body) {
        String query = Objects.requireNonNullElse(uri.getRawQuery(), "").toLowerCase(Locale.ROOT);
        if (!Objects.equals(api.getScheme(), uri.getScheme())
                || !Objects.equals(api.getRawAuthority(), uri.getRawAuthority())
                || query.contains("x-amz-signature=")) {
            return Map.of();
        }
        return OwnLoader.during(() -> signed(method, uri, body));
    }

    @Override
    public String identity() {
        return identity.description();
    }

    private Map<String, String> signed(String method, URI uri, byte[] body) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(uri)
                .build();
        AwsCredentials current = current();
        SignedRequest signed = signer.sign(sign -> sign.identity(current)
                .request(request)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock));
        Map<String, String> headers = new TreeMap<>();
        for (Map.Entry<String, List<String>> header : signed.request().headers().entrySet()) {
            // The HTTP client sends the host itself.
            if (!header.getKey().equalsIgnoreCase("Host")) {
                headers.put(header.getKey(), String.join(",", header.getValue()));
            }
        }
        return headers;
    }

    private AwsCredentials current() {
        try {
            return credentials.resolveCredentials();
        } catch (SdkException | IllegalStateException | IllegalArgumentException e) {
            throw TidemillException.unauthenticated(missing(firstSentence(e)), e);
        }
    }

    private String missing(String reason) {
        String profile = identity.profile();
        if (profile != null) {
            return "AWS profile '" + profile + "' gives no credentials: " + reason
                    + " (in ~/.aws/config and ~/.aws/credentials; a sign-in is renewed by aws sso login --profile "
                    + profile + ")";
        }
        return "There are no AWS credentials for " + api + ": looked at the Java properties aws.accessKeyId and"
                + " aws.secretAccessKey, the variables AWS_ACCESS_KEY_ID and AWS_WEB_IDENTITY_TOKEN_FILE, the profile"
                + " AWS_PROFILE or 'default' of ~/.aws/config and ~/.aws/credentials, and the role of the container or"
                + " machine; sign in with aws sso login or aws configure, or name a profile with --profile";
    }

    private static String firstSentence(RuntimeException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        int end = message.indexOf(". ");
        return (end < 0 ? message : message.substring(0, end)).replaceAll("[.\\s]+$", "");
    }
}
