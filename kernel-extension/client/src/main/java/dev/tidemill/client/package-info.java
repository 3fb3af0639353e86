/** A typed client of Tidemill's HTTP API. */
@NullMarked
package dev.tidemill.client;

import org.jspecify.annotations.NullMarked;
