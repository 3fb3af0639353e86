/** Who may do what in a workspace. */
@NullMarked
package dev.tidemill.core.access;

import org.jspecify.annotations.NullMarked;
