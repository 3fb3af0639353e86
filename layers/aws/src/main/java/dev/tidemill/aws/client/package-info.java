/** The service clients, built once in a process. */
@NullMarked
package dev.tidemill.aws.client;

import org.jspecify.annotations.NullMarked;
