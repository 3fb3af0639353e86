/** Files that MLflow writes beside models. */
@NullMarked
package dev.tidemill.contract.mlflow;

import org.jspecify.annotations.NullMarked;
