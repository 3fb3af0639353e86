/** Projects, revisions, executions and triggers: the records of what was asked and what became of it. */
@NullMarked
package dev.tidemill.core.lifecycle;

import org.jspecify.annotations.NullMarked;
