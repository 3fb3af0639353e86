/** The project's figures, measured on a local cloud of their own and printed as one table. */
@NullMarked
package dev.tidemill.load;

import org.jspecify.annotations.NullMarked;
