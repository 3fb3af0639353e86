/** Calls under runs, metrics and artifacts. */
@NullMarked
package dev.tidemill.trackingapi.run;

import org.jspecify.annotations.NullMarked;
