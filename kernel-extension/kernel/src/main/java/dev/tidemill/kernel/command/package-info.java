/** What the magics understand: commands, their words and options; help, completion and checks come from this alone. */
@NullMarked
package dev.tidemill.kernel.command;

import org.jspecify.annotations.NullMarked;
