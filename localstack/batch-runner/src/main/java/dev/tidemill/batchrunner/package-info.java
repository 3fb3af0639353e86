/** Answers the AWS Batch API and runs jobs as processes of this machine. */
@NullMarked
package dev.tidemill.batchrunner;

import org.jspecify.annotations.NullMarked;
