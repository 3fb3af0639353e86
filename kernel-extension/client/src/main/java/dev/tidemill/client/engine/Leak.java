package dev.tidemill.client.engine;

import org.jspecify.annotations.Nullable;

/**
 * A column of a training set whose values could not have been known.
 *
 * @param column {@code view.feature}, a request column, or the label's name
 * @param place of the SQL that makes it, such as {@code features/weather.sql}
 * @param message a sentence that says what was seen
 * @param example time and key of the first example where it shows, or the outcome that changes it
 * @param trained the value in the training set; null when that is null
 * @param known the value that could have been known; null when that is null
 */
public record Leak(
        String column,
        String place,
        String message,
        String example,
        @Nullable String trained,
        @Nullable String known) {}
