/** MLflow REST as a client speaks it. */
@NullMarked
package dev.tidemill.aws.mlflow;

import org.jspecify.annotations.NullMarked;
