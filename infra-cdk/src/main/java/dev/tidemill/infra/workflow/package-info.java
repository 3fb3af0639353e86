/** The five state machines, as Amazon States Language in JSONata. */
@NullMarked
package dev.tidemill.infra.workflow;

import org.jspecify.annotations.NullMarked;
