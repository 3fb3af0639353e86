/** Who outside is told of what happens in the registry. */
@NullMarked
package dev.tidemill.core.webhook;

import org.jspecify.annotations.NullMarked;
