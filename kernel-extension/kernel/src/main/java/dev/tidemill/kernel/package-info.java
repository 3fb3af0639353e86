/** Tidemill in a Java notebook: the {@code %mlops} magic, the variable {@code tidemill}, tables and progress. */
@NullMarked
package dev.tidemill.kernel;

import org.jspecify.annotations.NullMarked;
