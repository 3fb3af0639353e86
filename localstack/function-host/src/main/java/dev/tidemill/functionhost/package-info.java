/** Runs deployed Java Lambda functions in separate JVMs on this machine, as Lambda would. */
@NullMarked
package dev.tidemill.functionhost;

import org.jspecify.annotations.NullMarked;
