/** Ingestions that have landed. */
@NullMarked
package dev.tidemill.core.ingestion;

import org.jspecify.annotations.NullMarked;
