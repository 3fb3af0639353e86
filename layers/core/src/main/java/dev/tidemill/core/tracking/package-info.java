/** Experiments, runs, parameters, metrics and tags. */
@NullMarked
package dev.tidemill.core.tracking;

import org.jspecify.annotations.NullMarked;
