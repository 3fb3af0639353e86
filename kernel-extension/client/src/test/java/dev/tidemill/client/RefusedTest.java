package dev.tidemill.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a gateway before the API answers to a request that it does not let in. */
class RefusedTest {
    private static RequestSigner as(String identity) {
        return new RequestSigner() {
            @Override
            public Map<String, String> headers(String method, URI uri, byte[] body) {
                return Map.of("Authorization", "Bearer wrong");
            }

            @Override
            public String identity() {
                return identity;
            }
        };
    }

    private static TidemillException refused(int status, String body, RequestSigner signer) throws Exception {
        try (FakeApi api = new FakeApi()) {
            api.on("GET /v1", status, body);
            return catchThrowableOfType(
                    TidemillException.class, () -> api.client().signedBy(signer).info());
        }
    }

    @Test
    void wrongToken_isOneSentence() throws Exception {
        TidemillException refused = refused(401, "{\"message\":\"Unauthorized\"}", as("the token in TIDEMILL_TOKEN"));

        assertThat(refused.code()).isEqualTo("UNAUTHENTICATED");
        assertThat(refused)
                .hasMessageMatching(
                        "http://127\\.0\\.0\\.1:\\d+ refused the token in TIDEMILL_TOKEN \\(401: Unauthorized\\):"
                                + " is the token expired, or of another deployment\\?");
    }

    @Test
    void identityWithoutRights_isOneSentence() throws Exception {
        TidemillException refused = refused(
                403, "{\"Message\":\"User: arn:aws:iam::1:user/u is not authorized\"}", as("AWS profile 'dev'"));

        assertThat(refused.code()).isEqualTo("FORBIDDEN");
        assertThat(refused)
                .hasMessageEndingWith(
                        " refused AWS profile 'dev' (403: User: arn:aws:iam::1:user/u is not authorized): is it of the"
                                + " API's account, and allowed execute-api:Invoke there?");
    }

    @Test
    void nobody_isToldHowToSign() throws Exception {
        assertThat(refused(403, "{\"message\":\"Missing Authentication Token\"}", RequestSigner.NONE))
                .hasMessageEndingWith(" refused a request that nobody has signed (403: Missing Authentication Token):"
                        + " connect with --profile NAME for an AWS identity, or with --token");
        assertThat(refused(403, "", RequestSigner.NONE)).hasMessageContaining("signed (403): connect");
    }
}
