/** What an event brings about. */
@NullMarked
package dev.tidemill.lifecycleapi.trigger;

import org.jspecify.annotations.NullMarked;
