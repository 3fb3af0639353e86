package dev.tidemill.lifecycleapi.http;

import dev.tidemill.contract.Spelling;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query parameters of a request, checked. */
public final class Query {
    private final Request request;

    /**
     * @param known the parameters that may be sent
     * @throws ProblemException {@code INVALID_REQUEST} when another one was sent
     */
    public Query(Request request, String... known) {
        this.request = request;
        for (String name : request.query().keySet()) {
            if (!List.of(known).contains(name)) {
                throw invalid(name, name, "a known parameter: " + Spelling.expected(List.of(known), name));
            }
        }
    }

    /** A parameter; null when it was not sent or is empty. */
    public @Nullable String text(String name) {
        String value = request.query().get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /**
     * A parameter that must be there.
     *
     * @throws ProblemException {@code INVALID_REQUEST}
     */
    public String required(String name, String expected) {
        String value = text(name);
        if (value == null) {
            throw invalid(name, "", expected);
        }
        return value;
    }

    /**
     * One of some words; null when it was not sent.
     *
     * @throws ProblemException {@code INVALID_REQUEST}
     */
    public @Nullable String choice(String name, List<String> allowed) {
        String value = text(name);
        if (value != null && !allowed.contains(value)) {
            throw invalid(name, value, Spelling.expected(allowed, value));
        }
        return value;
    }

    /**
     * A whole number from 0; null when it was not sent.
     *
     * @throws ProblemException {@code INVALID_REQUEST}
     */
    public @Nullable Long integer(String name, String expected) {
        String value = text(name);
        if (value != null && !value.matches("[0-9]{1,19}")) {
            throw invalid(name, value, "a whole number: " + expected);
        }
        try {
            return value == null ? null : Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw invalid(name, value, "a whole number of 64 bits: " + expected);
        }
    }

    /**
     * A time; null when it was not sent.
     *
     * @throws ProblemException {@code INVALID_REQUEST}
     */
    public @Nullable Instant instant(String name) {
        String value = text(name);
        try {
            return value == null ? null : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            throw invalid(
                    name, String.valueOf(value), "an ISO-8601 instant with an offset, such as 2013-07-01T04:00:00Z");
        }
    }

    /**
     * A whole number from 1.
     *
     * @throws ProblemException {@code INVALID_REQUEST}
     */
    public int limit(String name, int otherwise, int most) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[0-9]{1,6}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > most) {
            throw invalid(name, value, "a whole number from 1 to " + most);
        }
        return Integer.parseInt(value);
    }

    private static ProblemException invalid(String name, String value, String expected) {
        return new ProblemException(
                "INVALID_REQUEST",
                "The query cannot be answered.",
                List.of(new Problem.Detail("query " + name, value, expected)));
    }
}
