/** Jobs that train, and their queues. */
@NullMarked
package dev.tidemill.core.training;

import org.jspecify.annotations.NullMarked;
