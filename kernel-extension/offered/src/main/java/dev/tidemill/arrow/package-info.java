/** Tables as Apache Arrow vectors, for programs that have Arrow on their class path. */
@NullMarked
package dev.tidemill.arrow;

import org.jspecify.annotations.NullMarked;
