/** Walks a project through its whole life over the HTTP API, in the order of its data's own time. */
@NullMarked
package dev.tidemill.lifecycle;

import org.jspecify.annotations.NullMarked;
