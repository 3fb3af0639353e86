package dev.tidemill.core.failure;

import java.util.List;

/**
 * A failure whose cause is known and which trying again does not mend.
 *
 * @param code what kind of failure, in upper case with underscores, such as {@code INVALID_PROJECT}
 * @param message one or two sentences a user can act on
 * @param details the places concerned; empty when the message says all
 */
public record Problem(String code, String message, List<Detail> details) {
    public Problem {
        details = List.copyOf(details);
    }

    public Problem(String code, String message) {
        this(code, message, List.of());
    }

    /**
     * One thing that is wrong.
     *
     * @param place where, such as {@code project.yaml /request/columns/carrier/type} or {@code line 7, column visib}
     * @param value what stands there, shortened when long
     * @param expected what should stand there
     */
    public record Detail(String place, String value, String expected) {}
}
