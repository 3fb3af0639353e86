/**
 * A training on the reader's own machine: the trainer's use case with the API in place of the cloud's stores. The state
 * machine waits for it as it waits for a job.
 */
@NullMarked
package dev.tidemill.engine.training;

import org.jspecify.annotations.NullMarked;
