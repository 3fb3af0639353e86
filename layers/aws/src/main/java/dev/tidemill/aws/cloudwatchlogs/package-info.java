/** CloudWatch Logs. */
@NullMarked
package dev.tidemill.aws.cloudwatchlogs;

import org.jspecify.annotations.NullMarked;
