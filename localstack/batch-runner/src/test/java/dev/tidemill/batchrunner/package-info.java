/** Tests of the Batch runner with AWS's own client and real processes. */
@NullMarked
package dev.tidemill.batchrunner;

import org.jspecify.annotations.NullMarked;
