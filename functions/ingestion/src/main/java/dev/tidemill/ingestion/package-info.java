/** Brings files into datasets, and the newest feature values into the online store. */
@NullMarked
package dev.tidemill.ingestion;

import org.jspecify.annotations.NullMarked;
