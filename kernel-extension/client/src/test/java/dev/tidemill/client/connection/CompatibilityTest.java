package dev.tidemill.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.client.ServiceInfo;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {
    private static final URI API = URI.create("https://h/live");

    private static ServiceInfo tidemill(String version) {
        return new ServiceInfo("tidemill", version, "default");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1.0, 0.1.0-SNAPSHOT, true",
        "0.1.0-SNAPSHOT, 0.1.7, true",
        "0.1.0, 0.2.0, false",
        "0.2.0, 0.1.0, false",
        "1.2.0, 1.2.9, true",
        "1.2.0, 1.3.0, true",
        "1.3.0, 1.2.0, false",
        "1.3.0, 2.3.0, false",
        "0.1.0, 1.1.0, false",
        "0.1.0, '', false",
        "0.1.0, new, false"
    })
    void complaint_byTheFirstTwoNumbers(String client, String api, boolean fits) {
        assertThat(Compatibility.complaint(API, tidemill(api), client).isEmpty())
                .isEqualTo(fits);
    }

    @Test
    void complaint_saysBothVersionsAndWhatToDo() {
        assertThat(Compatibility.complaint(API, tidemill("0.2.1"), "0.1.0"))
                .contains("The API at https://h/live is of Tidemill 0.2.1 and this client of 0.1.0, which do not"
                        + " understand each other: install tidemill-kernel 0.2.");
        assertThat(Compatibility.complaint(API, tidemill("1.0.0"), "1.4.0").orElseThrow())
                .endsWith("deploy Tidemill 1.4 there, or install tidemill-kernel 1.0.");
        assertThat(Compatibility.complaint(API, new ServiceInfo("", "", ""), "0.1.0")
                        .orElseThrow())
                .startsWith("What answers at https://h/live is no Tidemill: ");
    }

    @Test
    void clientVersion_isTheBuilds() {
        assertThat(Compatibility.clientVersion()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(Compatibility.complaint(API, tidemill(Compatibility.clientVersion())))
                .isEmpty();
    }
}
