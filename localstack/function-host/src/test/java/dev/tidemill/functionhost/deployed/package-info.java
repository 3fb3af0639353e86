/** Handlers that the tests zip and deploy; nothing else of the tests is on their class path. */
@NullMarked
package dev.tidemill.functionhost.deployed;

import org.jspecify.annotations.NullMarked;
