/** Webhooks: who is told of what, and the telling. */
@NullMarked
package dev.tidemill.trackingapi.webhook;

import org.jspecify.annotations.NullMarked;
