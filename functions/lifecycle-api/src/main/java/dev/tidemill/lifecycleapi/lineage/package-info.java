/** From a prediction back to everything that made it. */
@NullMarked
package dev.tidemill.lifecycleapi.lineage;

import org.jspecify.annotations.NullMarked;
