package dev.tidemill.client.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.client.RequestSigner;
import dev.tidemill.client.connection.Authentication;
import dev.tidemill.client.connection.Connection;
import dev.tidemill.client.connection.Signers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.profiles.ProfileFile;

class SdkSigningTest {
    private static final URI API = URI.create("https://abc123.execute-api.eu-west-1.amazonaws.com/live");
    private static final URI OWN_DOMAIN = URI.create("https://mlops.example.org");

    @TempDir
    private Path folder;

    private static SdkSigning signing(String config) {
        ProfileFile files = ProfileFile.builder()
                .type(ProfileFile.Type.CONFIGURATION)
                .content(config)
                .build();
        return new SdkSigning(() -> files);
    }

    private static String credential(SdkSigning signing, URI api, @Nullable String profile) {
        Map<String, String> headers = signing.signer(api, profile).headers("GET", api, new byte[0]);
        return SignatureV4.parts(headers.getOrDefault("Authorization", " "))
                .getOrDefault("Credential", "")
                .replaceAll("/\\d{8}/", "/");
    }

    @Test
    void signer_profileWithKeys_signsInTheAddresssRegion() {
        SdkSigning signing =
                signing("[profile dev]\naws_access_key_id = AKDEV\naws_secret_access_key = s\nregion = us-west-2\n");

        assertThat(credential(signing, API, "dev")).isEqualTo("AKDEV/eu-west-1/execute-api/aws4_request");
        assertThat(credential(signing, OWN_DOMAIN, "dev")).isEqualTo("AKDEV/us-west-2/execute-api/aws4_request");
    }

    @Test
    void signer_profileWithAProgram_takesWhatItPrints() throws IOException {
        Path program = Files.writeString(
                folder.resolve("credentials"),
                "#!/bin/sh\necho '{\"Version\":1,\"AccessKeyId\":\"AKPROGRAM\",\"SecretAccessKey\":\"s\"}'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

        assertThat(credential(signing("[profile sso]\ncredential_process = " + program + "\n"), API, "sso"))
                .startsWith("AKPROGRAM/eu-west-1/");
    }

    @Test
    void signer_unknownProfile_namesThoseThereAre() {
        assertThatThrownBy(() -> signing("[profile dev]\nregion=a\n[profile prod]\nregion=b\n")
                        .signer(API, "prd"))
                .hasMessage(
                        "There is no AWS profile 'prd' in ~/.aws/config and ~/.aws/credentials: there are dev, prod");
        assertThatThrownBy(() -> signing("").signer(API, "prd"))
                .hasMessageEndingWith("they hold none; make one with aws configure");
    }

    @Test
    void headers_profileWithoutCredentials_isOneSentence() {
        RequestSigner signer = signing("[profile empty]\nregion = eu-west-1\n").signer(API, "empty");

        assertThatThrownBy(() -> signer.headers("GET", API, new byte[0]))
                .hasMessageStartingWith("AWS profile 'empty' gives no credentials: ")
                .hasMessageEndingWith("aws sso login --profile empty)")
                .hasMessageNotContaining("\n");
    }

    @Test
    void headers_signInThatNobodyDid_saysSo() {
        SdkSigning signing = signing("""
                [profile sso]
                sso_session = none
                sso_account_id = 1
                sso_role_name = r
                [sso-session none]
                sso_region = eu-west-1
                sso_start_url = https://nowhere.invalid/start
                sso_registration_scopes = sso:account:access
                """);

        RequestSigner signer = signing.signer(API, "sso");
        assertThatThrownBy(() -> signer.headers("GET", API, new byte[0]))
                .hasMessageStartingWith("AWS profile 'sso' gives no credentials: ")
                .message()
                .doesNotContainIgnoringCase("class path");
    }

    @Test
    void signers_onTheClassPath_findIt() {
        Signers signers = new Signers(Map.of(), null);
        Connection connection = Connection.to(API.toString(), new Authentication.Aws(null));

        assertThat(signers.signer(connection).identity()).isEqualTo("the AWS default credentials");
        assertThat(signers.client(connection).address()).isEqualTo(API);
    }
}
