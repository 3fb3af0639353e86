/** The HTTP door of the lifecycle, and the functions that record, publish and decide. */
@NullMarked
package dev.tidemill.lifecycleapi;

import org.jspecify.annotations.NullMarked;
