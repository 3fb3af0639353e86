/** MLflow's calls about logged models. */
@NullMarked
package dev.tidemill.trackingapi.loggedmodel;

import org.jspecify.annotations.NullMarked;
