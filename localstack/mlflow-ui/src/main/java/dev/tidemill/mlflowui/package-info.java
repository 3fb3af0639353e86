/** Serves MLflow's built user interface on the loopback, and passes its requests to the API. */
@NullMarked
package dev.tidemill.mlflowui;

import org.jspecify.annotations.NullMarked;
