/** The only code of the function host that runs inside the JVM of a function. */
@NullMarked
package dev.tidemill.functionhost.child;

import org.jspecify.annotations.NullMarked;
