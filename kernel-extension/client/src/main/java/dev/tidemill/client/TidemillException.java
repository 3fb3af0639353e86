package dev.tidemill.client;

import dev.tidemill.core.failure.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why Tidemill refused or failed what it was asked. The message is one sentence for a person, with the places
 * concerned; {@link #code} is for programs.
 */
public final class TidemillException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<Problem.Detail> details;
    private final @Nullable String correlationId;

    TidemillException(
            int status,
            String code,
            String message,
            List<Problem.Detail> details,
            @Nullable String correlationId,
            @Nullable Throwable cause) {
        super(sentence(message, details), cause);
        this.status = status;
        this.code = code;
        this.details = List.copyOf(details);
        this.correlationId = correlationId;
    }

    /** A failure that the caller's own input or files cause, before anything is sent. */
    public static TidemillException invalidInput(String message) {
        return new TidemillException(0, "INVALID_INPUT", message, List.of(), null, null);
    }

    static TidemillException invalidInput(String message, Throwable cause) {
        return new TidemillException(0, "INVALID_INPUT", message, List.of(), null, cause);
    }

    /**
     * Who asks cannot be found out: no credentials, expired ones, no token. Nothing was sent.
     *
     * @param message one sentence with the places that were looked at
     * @param cause null when there is none
     */
    public static TidemillException unauthenticated(String message, @Nullable Throwable cause) {
        return new TidemillException(0, "UNAUTHENTICATED", message, List.of(), null, cause);
    }

    static TidemillException unexpectedAnswer(String message) {
        return new TidemillException(0, "UNEXPECTED_ANSWER", message, List.of(), null, null);
    }

    static TidemillException unreachable(String message, Throwable cause) {
        return new TidemillException(0, "UNREACHABLE", message, List.of(), null, cause);
    }

    static TidemillException interrupted(String message) {
        return new TidemillException(0, "INTERRUPTED", message, List.of(), null, null);
    }

    static TidemillException timedOut(String message) {
        return new TidemillException(0, "TIMED_OUT", message, List.of(), null, null);
    }

    /** HTTP status of the answer; 0 when there was none. */
    public int status() {
        return status;
    }

    /** The kind of failure, such as {@code INVALID_PROJECT}, {@code NOT_FOUND} or {@code UNREACHABLE}. */
    public String code() {
        return code;
    }

    /** The places concerned; empty when the message says all. */
    public List<Problem.Detail> details() {
        return details == null ? List.of() : details;
    }

    /** By which the request is found in logs and events; null when the answer gave none. */
    public @Nullable String correlationId() {
        return correlationId;
    }

    private static String sentence(String message, List<Problem.Detail> details) {
        if (details.isEmpty()) {
            return message;
        }
        String places = details.stream()
                .limit(5)
                .map(detail -> detail.place()
                        + (detail.value().isEmpty() ? "" : " has '" + detail.value() + "'")
                        + (detail.expected().isEmpty() ? "" : ", expected " + detail.expected()))
                .collect(Collectors.joining("; "));
        String more = details.size() > 5 ? "; and " + (details.size() - 5) + " more" : "";
        return message + " (" + places + more + ")";
    }
}
