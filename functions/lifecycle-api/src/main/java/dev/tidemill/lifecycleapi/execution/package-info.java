/** Starting, cancelling and closing executions. */
@NullMarked
package dev.tidemill.lifecycleapi.execution;

import org.jspecify.annotations.NullMarked;
