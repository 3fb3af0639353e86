package dev.tidemill.trackingapi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.aws.lambda.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final RawEndpoint named = call -> HttpResponse.text(200, "text/plain", "named");
    private final RawEndpoint file = call -> HttpResponse.text(200, "text/plain", "file");
    private final RawEndpoint exact = call -> HttpResponse.text(200, "text/plain", "exact");
    private final Routes routes = new Routes()
            .versioned(Map.of(
                    "GET /things/{id}/parts", named, "GET /files/{path+}", file, "GET /things/special/parts", exact))
            .root(Map.of("GET /health", exact));

    @Test
    void find_variables_areParameters() {
        Routes.Found found =
                routes.find("GET", "/ajax-api/3.0/things/m-1/parts").orElseThrow();
        assertThat(found.endpoint()).isSameAs(named);
        assertThat(found.variables().required("id")).isEqualTo("m-1");
        assertThat(routes.find("GET", "/api/2.0/files/a/b c/d.txt")
                        .orElseThrow()
                        .variables()
                        .required("path"))
                .isEqualTo("a/b c/d.txt");
    }

    @Test
    void find_pathWithoutVariables_wins() {
        assertThat(routes.find("GET", "/api/2.0/things/special/parts")
                        .orElseThrow()
                        .endpoint())
                .isSameAs(exact);
    }

    @Test
    void find_otherMethodVersionOrDepth_isNothing() {
        assertThat(routes.find("POST", "/api/2.0/things/m-1/parts")).isEmpty();
        assertThat(routes.find("GET", "/api/4.0/things/m-1/parts")).isEmpty();
        assertThat(routes.find("GET", "/api/2.0/things/m/1/parts")).isEmpty();
        assertThat(routes.find("GET", "/api/2.0/health")).isEmpty();
        assertThat(routes.find("GET", "/health")).isPresent();
    }
}
