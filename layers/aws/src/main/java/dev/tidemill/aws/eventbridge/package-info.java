/** Events on an EventBridge bus. */
@NullMarked
package dev.tidemill.aws.eventbridge;

import org.jspecify.annotations.NullMarked;
