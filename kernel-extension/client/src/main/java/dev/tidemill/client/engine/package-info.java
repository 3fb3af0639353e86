/**
 * What runs on the reader's own machine, as the client sees it: SQL, point-in-time features, a first project for a file,
 * a training. JDK types and JSON text only, because the two sides are loaded by different class loaders.
 */
@NullMarked
package dev.tidemill.client.engine;

import org.jspecify.annotations.NullMarked;
