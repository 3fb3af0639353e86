package dev.tidemill.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

class AdministratorsTest {
    private static String of(Map<String, String> context) {
        return Administrators.of(new App(AppProps.builder().context(context).build()).getNode());
    }

    @Test
    void of_context_isItsPrincipals() {
        assertThat(of(Map.of())).isEmpty();
        assertThat(of(Map.of("administrators", "role/a, arn:aws:iam::123456789012:user/b")))
                .isEqualTo("role/a,arn:aws:iam::123456789012:user/b");
    }

    @Test
    void of_whatIsNoPrincipal_isNamed() {
        assertThatThrownBy(() -> of(Map.of("administrators", "role/a,ann")))
                .hasMessageContaining("administrators 'ann': expected role/NAME");
    }
}
