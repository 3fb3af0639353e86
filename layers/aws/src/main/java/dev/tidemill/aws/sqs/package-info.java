/** Captured predictions on an SQS queue. */
@NullMarked
package dev.tidemill.aws.sqs;

import org.jspecify.annotations.NullMarked;
