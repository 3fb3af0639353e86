/** Requests, answers, routes and errors of the HTTP door, without a word of what they are about. */
@NullMarked
package dev.tidemill.lifecycleapi.http;

import org.jspecify.annotations.NullMarked;
