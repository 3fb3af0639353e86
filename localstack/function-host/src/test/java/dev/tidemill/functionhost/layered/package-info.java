/** Classes that the tests put into a Lambda layer. */
@NullMarked
package dev.tidemill.functionhost.layered;

import org.jspecify.annotations.NullMarked;
