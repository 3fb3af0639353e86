/**
 * What runs on the reader's own machine: SQL over files and datasets, tables on disk, point-in-time features, a first
 * project for a file. Made to be loaded by a class loader of its own.
 */
@NullMarked
package dev.tidemill.engine;

import org.jspecify.annotations.NullMarked;
