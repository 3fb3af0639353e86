package dev.tidemill.contract.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorCauseTest {
    private static final String LAMBDA = "{\"errorMessage\":\"disk full\\n\\tat a.B.c(B.java:1)\","
            + "\"errorType\":\"java.io.IOException\",\"stackTrace\":[\"a.B.c(B.java:1)\",\"a.B.d(B.java:2)\"],"
            + "\"cause\":{\"errorMessage\":\"inner\",\"stackTrace\":[\"x.Y.z(Y.java:9)\"]}}";

    @Test
    void of_lambdasJson_keepsTypeAndFirstLine() {
        assertThat(ErrorCause.of(LAMBDA)).isEqualTo(new ErrorCause("java.io.IOException", "disk full"));
    }

    @Test
    void of_jsonThatWasCutOff_keepsWhatCameBefore() {
        for (int length = LAMBDA.indexOf("stackTrace"); length < LAMBDA.length(); length++) {
            assertThat(ErrorCause.of(LAMBDA.substring(0, length)))
                    .isEqualTo(new ErrorCause("java.io.IOException", "disk full"));
        }
        assertThat(ErrorCause.of("{\"stackTrace\":[\"a.B.c(B.java:1)\"")).isEqualTo(new ErrorCause(null, ""));
    }

    @Test
    void of_text_keepsTheFirstLine() {
        assertThat(ErrorCause.of("java.lang.X: bad\n\tat a.B.c(B.java:1)").message())
                .isEqualTo("java.lang.X: bad");
        assertThat(ErrorCause.of(null)).isEqualTo(new ErrorCause(null, ""));
        assertThat(ErrorCause.of("x".repeat(2000)).message()).hasSize(1003);
    }

    @Test
    void after_theSameName_saysItOnce() {
        assertThat(ErrorCause.of(LAMBDA).after("java.io.IOException")).isEqualTo("java.io.IOException: disk full");
        assertThat(ErrorCause.of(LAMBDA).after("States.TaskFailed"))
                .isEqualTo("States.TaskFailed: java.io.IOException: disk full");
        assertThat(ErrorCause.of("").after("States.Timeout")).isEqualTo("States.Timeout");
        assertThat(ErrorCause.of(null).after(null)).isEmpty();
    }
}
