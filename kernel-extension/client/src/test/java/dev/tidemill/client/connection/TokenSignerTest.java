package dev.tidemill.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.client.RequestSigner;
import dev.tidemill.client.TidemillException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSignerTest {
    private static final String API = "https://mlops.example.org/live";

    @TempDir
    private Path folder;

    private static RequestSigner signer(
            String address, Authentication authentication, Map<String, String> environment) {
        return new Signers(environment, null).signer(Connection.to(address, authentication));
    }

    private static Map<String, String> headers(RequestSigner signer, String uri) {
        return signer.headers("GET", URI.create(uri), new byte[0]);
    }

    @Test
    void headers_ofTheApi_haveTheVariablesToken() {
        RequestSigner signer = signer(API, new Authentication.Token(null), Map.of("TIDEMILL_TOKEN", " t0k.en \n"));

        assertThat(headers(signer, API + "/v1?x=1")).containsExactly(Map.entry("Authorization", "Bearer t0k.en"));
        assertThat(signer.identity()).isEqualTo("the token in TIDEMILL_TOKEN");
    }

    @Test
    void headers_elsewhereOrPresigned_haveNoToken() {
        RequestSigner signer = signer(API, new Authentication.Token(null), Map.of("TIDEMILL_TOKEN", "t"));

        assertThat(headers(signer, "https://bucket.s3.amazonaws.com/key")).isEmpty();
        assertThat(headers(signer, "http://mlops.example.org/live/v1")).isEmpty();
        assertThat(headers(signer, "https://mlops.example.org:8443/live/v1")).isEmpty();
        assertThat(headers(signer, API + "/file?X-Amz-Signature=abc")).isEmpty();
    }

    @Test
    void headers_fileIsRenewed_haveTheNewToken() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "old\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        RequestSigner signer = signer(API, new Authentication.Token(file), Map.of());

        assertThat(headers(signer, API)).containsValue("Bearer old");
        Files.writeString(file, "new");
        assertThat(headers(signer, API)).containsValue("Bearer new");
    }

    @Test
    void headers_noTokenOrOneThatOthersRead_isOneSentence() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "t");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertRefused(new Authentication.Token(null), Map.of(), "The variable TIDEMILL_TOKEN is not set where");
        assertRefused(
                new Authentication.Token(null),
                Map.of("TIDEMILL_TOKEN", "two words"),
                "What TIDEMILL_TOKEN holds is no token: expected one word");
        assertRefused(new Authentication.Token(file), Map.of(), file + " holds a token that others can read");
        assertRefused(
                new Authentication.Token(folder.resolve("none")),
                Map.of(),
                "The token cannot be read: " + folder.resolve("none") + " (NoSuchFileException)");
    }

    private static void assertRefused(Authentication token, Map<String, String> environment, String beginning) {
        RequestSigner signer = signer(API, token, environment);
        assertThatThrownBy(() -> headers(signer, API))
                .isInstanceOfSatisfying(
                        TidemillException.class, e -> assertThat(e.code()).isEqualTo("UNAUTHENTICATED"))
                .hasMessageStartingWith(beginning);
    }

    @Test
    void signer_unencryptedAddressElsewhere_isRefused() {
        assertThatThrownBy(() -> signer("http://mlops.example.org", new Authentication.Token(null), Map.of()))
                .hasMessageContaining("expected an https address");
        assertThat(signer("http://127.0.0.1:1/x", new Authentication.Token(null), Map.of()))
                .isNotNull();
    }

    @Test
    void signer_awsWithoutItsLibrary_saysSo() {
        assertThatThrownBy(() -> signer(API, new Authentication.Aws(null), Map.of()))
                .hasMessage("To sign as an AWS identity needs the library tidemill-client-aws, which is not there:"
                        + " add it to the class path");
        assertThatThrownBy(() -> new Signers(Map.of(), folder).signer(Connection.to(API, new Authentication.Aws("p"))))
                .hasMessageEndingWith("looked in " + folder);
    }
}
