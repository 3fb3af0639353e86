/** The functions that are deployed, and what each is given. */
@NullMarked
package dev.tidemill.infra.function;

import org.jspecify.annotations.NullMarked;
