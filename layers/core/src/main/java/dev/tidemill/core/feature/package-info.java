/** Feature values served online. */
@NullMarked
package dev.tidemill.core.feature;

import org.jspecify.annotations.NullMarked;
