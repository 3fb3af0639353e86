/** The one path from a request to a prediction, and the training, evaluation and storage of what it runs on. */
@NullMarked
package dev.tidemill.learning;

import org.jspecify.annotations.NullMarked;
