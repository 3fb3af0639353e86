/** Files of runs and models that lie in our store. */
@NullMarked
package dev.tidemill.trackingapi.artifact;

import org.jspecify.annotations.NullMarked;
