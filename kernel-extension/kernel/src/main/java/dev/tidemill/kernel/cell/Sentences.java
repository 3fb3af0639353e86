package dev.tidemill.kernel.cell;

import org.jspecify.annotations.Nullable;

/** Knows the exceptions that say all in their message, so that no place in the code is shown with them. */
@FunctionalInterface
public interface Sentences {
    /**
     * @return what to show instead of frames: the message, with a hint below when there is one; null when the exception
     *     is not one of those
     */
    @Nullable
    String of(Throwable thrown);
}
