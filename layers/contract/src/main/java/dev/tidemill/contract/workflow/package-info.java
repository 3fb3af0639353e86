/** What state machines pass to workers and get back. */
@NullMarked
package dev.tidemill.contract.workflow;

import org.jspecify.annotations.NullMarked;
