/** Tests of the function host on real processes, against a Lambda API in the test's own process. */
@NullMarked
package dev.tidemill.functionhost;

import org.jspecify.annotations.NullMarked;
