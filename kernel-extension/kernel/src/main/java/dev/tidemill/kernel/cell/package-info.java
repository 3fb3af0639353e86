/** How cells are evaluated: their source lines, their classes, their thread, and what went wrong in them. */
@NullMarked
package dev.tidemill.kernel.cell;

import org.jspecify.annotations.NullMarked;
