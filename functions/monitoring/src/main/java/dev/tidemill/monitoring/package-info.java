/** Keeps predictions, joins late labels to them, and reports drift and quality of what the champion predicted. */
@NullMarked
package dev.tidemill.monitoring;

import org.jspecify.annotations.NullMarked;
