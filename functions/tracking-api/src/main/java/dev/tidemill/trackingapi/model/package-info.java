/** Calls under registered-models and model-versions. */
@NullMarked
package dev.tidemill.trackingapi.model;

import org.jspecify.annotations.NullMarked;
