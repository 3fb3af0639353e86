/** The whole of Tidemill on a local cloud of its own, from push to lineage, and what happens when parts of it die. */
@NullMarked
package dev.tidemill.e2e;

import org.jspecify.annotations.NullMarked;
