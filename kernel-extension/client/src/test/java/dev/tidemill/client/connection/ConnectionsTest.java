package dev.tidemill.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.client.TidemillException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final String CLOUD = "https://abc123.execute-api.eu-west-1.amazonaws.com/live";

    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();

    private Connections connections() {
        return Connections.of(environment, home);
    }

    @Test
    void current_nothingNamedOrRemembered_isEmptyAndWritesNothing() {
        assertThat(connections().current()).isEmpty();
        assertThat(connections().all()).isEmpty();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void remember_anotherProgram_beginsWithTheNewest() {
        Connection dev =
                Connection.to(CLOUD + "/", new Authentication.Aws("dev")).inWorkspace("team");
        Connection open = Connection.to("http://127.0.0.1:4566/api", new Authentication.None());
        Connection token = Connection.to("https://mlops.example.org", new Authentication.Token(home.resolve("t")));

        connections().remember(dev, NOON);
        connections().remember(open, NOON.plusSeconds(1));
        connections().remember(token, NOON.plusSeconds(2));
        connections().remember(dev, NOON.plusSeconds(3));

        assertThat(connections().current()).contains(dev);
        assertThat(dev.address()).hasToString(CLOUD);
        assertThat(connections().all())
                .containsExactly(
                        new Connections.Remembered(dev, NOON.plusSeconds(3)),
                        new Connections.Remembered(token, NOON.plusSeconds(2)),
                        new Connections.Remembered(open, NOON.plusSeconds(1)));
        assertThat(connections().forget(dev.address())).isTrue();
        assertThat(connections().forget(dev.address())).isFalse();
        assertThat(connections().current()).contains(token);
    }

    @Test
    void remember_file_isItsOwnersAloneAndHoldsNoSecret() throws IOException {
        environment.put("TIDEMILL_TOKEN", "very-secret");
        environment.put("TIDEMILL_HOME", home.resolve("elsewhere").toString());

        connections().remember(Connection.to(CLOUD, new Authentication.Token(null)), NOON);

        Path file = home.resolve("elsewhere/connections.json");
        assertThat(connections().file()).isEqualTo(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("elsewhere"))))
                .isEqualTo("rwx------");
        assertThat(file).content().contains(CLOUD, "\"kind\":\"token\"").doesNotContain("secret");
        assertThat(home.resolve("elsewhere")).isDirectoryNotContaining("glob:**.unfinished");
    }

    @Test
    void current_variableWins_withTheTokenOrAsRemembered() {
        connections().remember(Connection.to(CLOUD, new Authentication.Aws("dev")), NOON);
        connections().remember(Connection.to("https://other.example.org", new Authentication.None()), NOON);
        environment.put("TIDEMILL_API_URL", CLOUD + "/");

        assertThat(connections().current()).contains(Connection.to(CLOUD, new Authentication.Aws("dev")));
        assertThat(connections().isNamedByVariable()).isTrue();
        environment.put("TIDEMILL_TOKEN", "t");
        assertThat(connections().current()).contains(Connection.to(CLOUD, new Authentication.Token(null)));
        environment.remove("TIDEMILL_TOKEN");
        environment.put("TIDEMILL_API_URL", "http://127.0.0.1:4566/api");
        assertThat(connections().current())
                .contains(Connection.to("http://127.0.0.1:4566/api", new Authentication.None()));
        environment.put("TIDEMILL_API_URL", "https://new1.execute-api.us-east-1.amazonaws.com/live");
        assertThat(connections().current().orElseThrow().authentication()).isEqualTo(new Authentication.Aws(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]x",
                "{\"connections\":[{}]}",
                "{\"connections\":[{\"address\":\"https://a.b\",\"workspace\":\"w\",\"authentication\":{\"kind\":\"new\"},"
                        + "\"lastUsed\":\"2026-11-24T12:00:00Z\"}]}"
            })
    void all_damagedFile_saysWhichToRemoveAndLeavesIt(String content) throws IOException {
        Path file = connections().file();
        Files.createDirectories(home.resolve(".tidemill"));
        Files.writeString(file, content);

        assertThatThrownBy(() -> connections().all())
                .isInstanceOf(TidemillException.class)
                .hasMessage("The remembered connections cannot be read: " + file
                        + " is damaged; remove it and connect again");
        assertThat(file).hasContent(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:4566",
                "ftp://host/x",
                "https://",
                "https://h/x?key=1",
                "https://h/x#y",
                "ht tp://h"
            })
    void to_noAddressOfAnApi_isRefused(String address) {
        assertThatThrownBy(() -> Connection.to(address, new Authentication.None()))
                .isInstanceOf(TidemillException.class)
                .hasMessageStartingWith("'" + address + "' is no address of an API (")
                .hasMessageEndingWith("expected one such as https://abc123.execute-api.eu-west-1.amazonaws.com/live");
    }

    @Test
    void to_addressWithAPassword_isRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> Connection.to("https://me:hunter2@host/x", new Authentication.None()))
                .hasMessageContaining("--token")
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void usual_apiGatewayName_isAws() {
        for (String name : List.of(
                "abc.execute-api.eu-west-1.amazonaws.com",
                "abc-vpce-0123.execute-api.us-east-1.amazonaws.com",
                "abc.execute-api.cn-north-1.amazonaws.com.cn")) {
            assertThat(Authentication.usual(URI.create("https://" + name + "/live")))
                    .isEqualTo(new Authentication.Aws(null));
        }
        for (String name :
                List.of("mlops.example.org", "abc.execute-api.eu-west-1.amazonaws.com.evil.org", "127.0.0.1")) {
            assertThat(Authentication.usual(URI.create("https://" + name + "/live")))
                    .isEqualTo(new Authentication.None());
        }
    }
}
