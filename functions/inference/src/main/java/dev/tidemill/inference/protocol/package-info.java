/** The Open Inference Protocol: tensors in, tensors out. */
@NullMarked
package dev.tidemill.inference.protocol;

import org.jspecify.annotations.NullMarked;
