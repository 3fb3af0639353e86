/** A training execution's way to AWS Batch and back: the job is submitted, its end completes the waiting task. */
@NullMarked
package dev.tidemill.trainingdispatch;

import org.jspecify.annotations.NullMarked;
