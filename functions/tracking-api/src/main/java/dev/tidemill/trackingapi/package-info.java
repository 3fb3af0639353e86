/** MLflow's REST API over tracking and registry. */
@NullMarked
package dev.tidemill.trackingapi;

import org.jspecify.annotations.NullMarked;
