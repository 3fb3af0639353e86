/** Facts that happened, published once to whoever listens. */
@NullMarked
package dev.tidemill.core.event;

import org.jspecify.annotations.NullMarked;
