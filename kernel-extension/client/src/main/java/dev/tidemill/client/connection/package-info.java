/** Which Tidemill is spoken to, and as whom: remembered between programs, never with a secret. */
@NullMarked
package dev.tidemill.client.connection;

import org.jspecify.annotations.NullMarked;
