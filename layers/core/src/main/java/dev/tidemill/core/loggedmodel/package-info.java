/** Models that runs log: their state, params, tags and metrics. */
@NullMarked
package dev.tidemill.core.loggedmodel;

import org.jspecify.annotations.NullMarked;
