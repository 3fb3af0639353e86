/** Sends trainings to Batch and tells the waiting state machine what became of them. */
@NullMarked
package dev.tidemill.trainingdispatch;

import org.jspecify.annotations.NullMarked;
