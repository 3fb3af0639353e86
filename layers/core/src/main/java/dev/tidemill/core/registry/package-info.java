/** Registered models, their versions, aliases and the events that changed them. */
@NullMarked
package dev.tidemill.core.registry;

import org.jspecify.annotations.NullMarked;
