/** From requests to captured predictions, whatever face they come by. */
@NullMarked
package dev.tidemill.inference.serving;

import org.jspecify.annotations.NullMarked;
