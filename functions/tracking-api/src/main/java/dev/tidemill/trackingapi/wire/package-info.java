/** How MLflow's requests, answers and errors look. */
@NullMarked
package dev.tidemill.trackingapi.wire;

import org.jspecify.annotations.NullMarked;
