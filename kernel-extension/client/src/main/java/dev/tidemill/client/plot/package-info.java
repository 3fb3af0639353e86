/** Plots of models, runs and data, each as Vega-Lite and as a PNG of the same picture. */
@NullMarked
package dev.tidemill.client.plot;

import org.jspecify.annotations.NullMarked;
