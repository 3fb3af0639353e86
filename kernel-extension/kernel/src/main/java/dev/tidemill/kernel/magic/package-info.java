/** Magics in cells: where they stand, what their words are, how they are called, completed and explained. */
@NullMarked
package dev.tidemill.kernel.magic;

import org.jspecify.annotations.NullMarked;
