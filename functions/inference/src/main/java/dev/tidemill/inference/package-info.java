/** Predictions online by the Open Inference Protocol, and of files by the state machine {@code batch-scoring}. */
@NullMarked
package dev.tidemill.inference;

import org.jspecify.annotations.NullMarked;
