/** MLflow's endpoints about workspaces. */
@NullMarked
package dev.tidemill.trackingapi.workspace;

import org.jspecify.annotations.NullMarked;
