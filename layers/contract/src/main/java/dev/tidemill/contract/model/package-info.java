/** What is recorded of a trained model. */
@NullMarked
package dev.tidemill.contract.model;

import org.jspecify.annotations.NullMarked;
