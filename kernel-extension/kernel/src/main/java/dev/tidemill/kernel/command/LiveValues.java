package dev.tidemill.kernel.command;

import java.util.List;

/**
 * What there is to choose from right now, such as the projects of the connected API. Asked on a thread of its own and
 * given up after a second and a half: it may block and may throw, then nothing is offered.
 */
@FunctionalInterface
public interface LiveValues {
    /** Knows nothing. */
    LiveValues NONE = (kind, typed) -> List.of();

    /**
     * Values of a kind, the likeliest first.
     *
     * @param typed the words before, by which the values may be narrowed: the datasets of the project after
     *     {@code --project}, say
     * @return empty when there is none, or none is known
     */
    List<String> of(ValueKind kind, Typed typed);
}
