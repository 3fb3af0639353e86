package dev.tidemill.client.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.client.TidemillException;
import dev.tidemill.client.connection.Authentication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

class AwsSignerTest {
    private static final String API = "https://abc123.execute-api.eu-west-1.amazonaws.com/live";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String TIME = "20150830T123600Z";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2015-08-30T12:36:00Z"), ZoneOffset.UTC);
    private static final Authentication.Aws DEV = new Authentication.Aws("dev");

    private static AwsSigner signer(AwsCredentials credentials) {
        return new AwsSigner(URI.create(API), "eu-west-1", DEV, StaticCredentialsProvider.create(credentials), CLOCK);
    }

    /** The check itself, against {@code get-vanilla} and {@code get-vanilla-query-order-key-case} of AWS's test suite. */
    @Test
    void specification_signsThePublishedVectors() throws GeneralSecurityException {
        SortedMap<String, String> headers = new TreeMap<>(Map.of("host", "example.amazonaws.com", "x-amz-date", TIME));
        SignatureV4 specification = new SignatureV4(SECRET, "us-east-1", "service", TIME, headers);

        assertThat(specification.of("GET", URI.create("https://example.amazonaws.com/"), new byte[0]))
                .isEqualTo("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        assertThat(specification.of(
                        "GET", URI.create("https://example.amazonaws.com/?Param2=value2&Param1=value1"), new byte[0]))
                .isEqualTo("b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1, ''",
        "GET, /v1/projects?state=SUCCEEDED&limit=10, ''",
        "POST, /v1/projects/flight-delays/trainings, '{\"asOf\":\"2013-07-03T16:00:00Z\"}'",
        "PUT, /v1/models/a%20b/aliases/champion%2Fold, '{\"note\":\"äöü\"}'",
        "GET, /w/team/v1/lineage?id=a%2Fb%3Ac, ''"
    })
    void headers_signWhatTheSpecificationSigns(String method, String target, String body)
            throws GeneralSecurityException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        URI uri = URI.create(API + target);

        for (AwsCredentials credentials : new AwsCredentials[] {
            AwsBasicCredentials.create("AKIDEXAMPLE", SECRET),
            AwsSessionCredentials.create("AKIDEXAMPLE", SECRET, "session/token=")
        }) {
            Map<String, String> headers = signer(credentials).headers(method, uri, bytes);

            Map<String, String> parts =
                    SignatureV4.parts(Objects.requireNonNull(headers.get("Authorization"), "no Authorization"));
            SortedMap<String, String> signed = new TreeMap<>();
            headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
            signed.put("host", uri.getHost());
            signed.keySet()
                    .retainAll(List.of(parts.getOrDefault("SignedHeaders", "").split(";")));
            assertThat(parts)
                    .containsEntry("", "AWS4-HMAC-SHA256")
                    .containsEntry("Credential", "AKIDEXAMPLE/20150830/eu-west-1/execute-api/aws4_request")
                    .containsEntry(
                            "Signature",
                            new SignatureV4(SECRET, "eu-west-1", "execute-api", TIME, signed).of(method, uri, bytes));
            assertThat(signed).containsKeys("host", "x-amz-date");
            assertThat(signed.containsKey("x-amz-security-token"))
                    .isEqualTo(credentials instanceof AwsSessionCredentials);
            assertThat(headers).doesNotContainKey("Host");
        }
    }

    @Test
    void headers_elsewhereOrPresigned_areNone() {
        AwsSigner signer = signer(AwsBasicCredentials.create("AKIDEXAMPLE", SECRET));

        for (String uri : new String[] {
            "https://bucket.s3.eu-west-1.amazonaws.com/key?X-Amz-Signature=0",
            API + "/file?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0",
            "https://other.example.org/live/v1",
            "http://abc123.execute-api.eu-west-1.amazonaws.com/live/v1"
        }) {
            assertThat(signer.headers("GET", URI.create(uri), new byte[0]))
                    .as(uri)
                    .isEmpty();
        }
        assertThat(signer.identity()).isEqualTo("AWS profile 'dev'");
    }

    @Test
    void headers_noCredentials_sayWhichPlacesWereLookedAt() {
        AwsSigner signer = new AwsSigner(
                URI.create(API),
                "eu-west-1",
                new Authentication.Aws(null),
                () -> {
                    throw SdkClientException.create(
                            "Unable to load credentials from any of the providers in the chain");
                },
                CLOCK);

        assertThatThrownBy(() -> signer.headers("GET", URI.create(API), new byte[0]))
                .isInstanceOfSatisfying(
                        TidemillException.class, e -> assertThat(e.code()).isEqualTo("UNAUTHENTICATED"))
                .hasMessageStartingWith("There are no AWS credentials for " + API + ": looked at")
                .hasMessageContainingAll("AWS_ACCESS_KEY_ID", "~/.aws/credentials", "--profile")
                .hasMessageNotContaining("\n");
    }

    @Test
    void headers_expiredSignIn_saysHowToRenewIt() {
        AwsSigner signer = new AwsSigner(
                URI.create(API),
                "eu-west-1",
                DEV,
                () -> {
                    throw SdkClientException.create(
                            "The SSO session associated with this profile has expired or is otherwise invalid. To refresh"
                                    + " this SSO session run aws sso login with the corresponding profile.");
                },
                CLOCK);

        assertThatThrownBy(() -> signer.headers("GET", URI.create(API), new byte[0]))
                .hasMessage("AWS profile 'dev' gives no credentials: The SSO session associated with this profile has"
                        + " expired or is otherwise invalid (in ~/.aws/config and ~/.aws/credentials; a sign-in is"
                        + " renewed by aws sso login --profile dev)");
    }
}
