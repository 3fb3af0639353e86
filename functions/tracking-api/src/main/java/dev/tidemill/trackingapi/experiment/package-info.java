/** Calls under experiments. */
@NullMarked
package dev.tidemill.trackingapi.experiment;

import org.jspecify.annotations.NullMarked;
