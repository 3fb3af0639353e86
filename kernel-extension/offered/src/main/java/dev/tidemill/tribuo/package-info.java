/** Tables as Tribuo datasets, for programs that have Tribuo on their class path. */
@NullMarked
package dev.tidemill.tribuo;

import org.jspecify.annotations.NullMarked;
