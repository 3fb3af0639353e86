/** State machines on Step Functions. */
@NullMarked
package dev.tidemill.aws.stepfunctions;

import org.jspecify.annotations.NullMarked;
