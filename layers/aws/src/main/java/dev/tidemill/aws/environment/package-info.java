/** What a process is told by its environment variables. */
@NullMarked
package dev.tidemill.aws.environment;

import org.jspecify.annotations.NullMarked;
