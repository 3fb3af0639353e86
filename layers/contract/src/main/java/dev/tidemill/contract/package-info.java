/** The JSON of everything that crosses a process. */
@NullMarked
package dev.tidemill.contract;

import org.jspecify.annotations.NullMarked;
