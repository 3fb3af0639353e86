/** The tracking API as clients that are not Tidemill's see it. */
@NullMarked
package dev.tidemill.conformance.mlflow;

import org.jspecify.annotations.NullMarked;
