package dev.tidemill.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.infra.function.FunctionLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

class SettingsTest {
    private static Settings settings(Map<String, String> context, Path workingDirectory) {
        App app = new App(AppProps.builder().context(context).build());
        return Settings.of(app.getNode(), workingDirectory);
    }

    @Test
    void of_nothingSaid_isForAwsAtTheRepositoryAround(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("functions"));
        Path inside = Files.createDirectories(root.resolve("infra-cdk/target"));
        assertThat(settings(Map.of(), inside)).isEqualTo(Settings.defaults(root));
    }

    @Test
    void of_wrongValues_namesEach(@TempDir Path root) {
        assertThatThrownBy(() -> settings(
                        Map.of(
                                "endpoint",
                                "local",
                                "trainerDigest",
                                "latest",
                                "trainingSeconds",
                                "1h",
                                "root",
                                "" + root),
                        root))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint 'local': expected aws or loopback")
                .hasMessageContaining("trainerDigest 'latest': expected sha256:")
                .hasMessageContaining("trainingSeconds '1h': expected a whole number");
    }

    @Test
    void of_localAddressForAws_isRefused(@TempDir Path root) {
        assertThatThrownBy(() -> settings(Map.of("batchEndpoint", "http://127.0.0.1:1", "root", "" + root), root))
                .hasMessageContaining(
                        "batchEndpoint 'http://127.0.0.1:1': expected only together with endpoint=loopback");
    }

    @Test
    void of_userInterface_isOfAWheelAndForAwsOnly(@TempDir Path root) {
        Path wheel = SynthesizedApp.wheel(root);
        assertThat(settings(Map.of("mlflowUi", "" + wheel, "root", "" + root), root)
                        .mlflowUi())
                .contains(wheel);
        assertThatThrownBy(() -> settings(Map.of("mlflowUi", "true", "root", "" + root), root))
                .hasMessageContaining("mlflowUi 'true': expected the path of a wheel of mlflow");
        assertThatThrownBy(
                        () -> settings(Map.of("mlflowUi", "" + wheel, "endpoint", "loopback", "root", "" + root), root))
                .hasMessageContaining("mlflowUi '" + wheel + "': expected only without endpoint=loopback");
    }

    @Test
    void of_alarmMail_isAnAddressAndForAwsOnly(@TempDir Path root) {
        assertThat(settings(Map.of("alarmMail", "a@example.org", "root", "" + root), root)
                        .alarmMail())
                .contains("a@example.org");
        assertThatThrownBy(() -> settings(Map.of("alarmMail", "true", "root", "" + root), root))
                .hasMessageContaining("alarmMail 'true': expected an address");
        assertThatThrownBy(() ->
                        settings(Map.of("alarmMail", "a@example.org", "endpoint", "loopback", "root", "" + root), root))
                .hasMessageContaining(
                        "alarmMail 'a@example.org': expected an address of mail, and no endpoint=loopback");
    }

    @Test
    void of_outsideTheRepository_saysWhatToPass(@TempDir Path elsewhere) {
        assertThatThrownBy(() -> settings(Map.of(), elsewhere)).hasMessageContaining("pass -c root=PATH");
    }

    @Test
    void builtZips_missing_saysWhatToRun(@TempDir Path root) {
        assertThatThrownBy(() -> new BuiltZips(root).function("ingestion"))
                .hasMessage(root + "/functions/ingestion/target/ingestion.zip is missing: run mvn package first");
        assertThatThrownBy(() -> new BuiltZips(root).layer(FunctionLayer.COLUMNAR))
                .hasMessageContaining("columnar-layer.zip is missing");
    }
}
