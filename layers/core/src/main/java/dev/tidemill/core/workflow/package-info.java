/** State machines that order the work. */
@NullMarked
package dev.tidemill.core.workflow;

import org.jspecify.annotations.NullMarked;
