/** Predictions handed over durably as they are answered. */
@NullMarked
package dev.tidemill.core.capture;

import org.jspecify.annotations.NullMarked;
