/** Known failures: what was wrong, where, and what was expected. */
@NullMarked
package dev.tidemill.core.failure;

import org.jspecify.annotations.NullMarked;
