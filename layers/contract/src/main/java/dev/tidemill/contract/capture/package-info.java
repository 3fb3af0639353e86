/** What is kept of every prediction. */
@NullMarked
package dev.tidemill.contract.capture;

import org.jspecify.annotations.NullMarked;
