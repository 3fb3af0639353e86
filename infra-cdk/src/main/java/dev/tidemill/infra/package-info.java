/** Where Tidemill runs: the stacks of the CDK app. */
@NullMarked
package dev.tidemill.infra;

import org.jspecify.annotations.NullMarked;
