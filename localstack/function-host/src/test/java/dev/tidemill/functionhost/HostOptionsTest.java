package dev.tidemill.functionhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostOptionsTest {
    @Test
    void parse_nothing_takesDefaults() {
        HostOptions options = HostOptions.parse(List.of());
        assertThat(options.port()).isZero();
        assertThat(options.idle()).isEqualTo(Duration.ofMinutes(5));
        assertThat(options.concurrency()).isEqualTo(10);
    }

    @Test
    void parse_environmentRepeated_keepsAll() {
        assertThat(HostOptions.parse(List.of("--env", "A=1", "--env", "B=x=y")).environment())
                .isEqualTo(Map.of("A", "1", "B", "x=y"));
    }

    @Test
    void parse_wrongValue_namesOptionValueAndExpectation() {
        assertThatThrownBy(() -> HostOptions.parse(List.of("--port", "many")))
                .hasMessage("Option --port is \"many\": expected a whole number");
        assertThatThrownBy(() -> HostOptions.parse(List.of("--port", "70000")))
                .hasMessage("Option --port is 70000: expected 0 to 65535");
        assertThatThrownBy(() -> HostOptions.parse(List.of("--env", "A")))
                .hasMessage("Option --env is A: expected NAME=VALUE");
        assertThatThrownBy(() -> HostOptions.parse(List.of("--speed", "9")))
                .hasMessageStartingWith("Unknown option --speed");
        assertThatThrownBy(() -> HostOptions.parse(List.of("--port"))).hasMessage("Option --port needs a value");
    }
}
