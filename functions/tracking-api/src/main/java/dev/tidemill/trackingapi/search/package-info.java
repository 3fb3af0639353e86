/** MLflow's filters, orders and pages. */
@NullMarked
package dev.tidemill.trackingapi.search;

import org.jspecify.annotations.NullMarked;
