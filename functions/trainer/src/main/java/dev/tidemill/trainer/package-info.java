/**
 * One training, from the datasets to a model bundle and its record ({@link dev.tidemill.trainer.TrainModel}), and the
 * process in which a Batch job runs it. Whoever runs it elsewhere gives other {@link dev.tidemill.trainer.TrainerPorts}.
 */
@NullMarked
package dev.tidemill.trainer;

import org.jspecify.annotations.NullMarked;
