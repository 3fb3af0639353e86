/** Training jobs on AWS Batch. */
@NullMarked
package dev.tidemill.aws.batch;

import org.jspecify.annotations.NullMarked;
