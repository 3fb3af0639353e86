/** The process that a Batch job runs: one training, from the lake to a model bundle and its record. */
@NullMarked
package dev.tidemill.trainer;

import org.jspecify.annotations.NullMarked;
