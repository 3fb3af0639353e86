/** A result of many rows, as a cell shows it and as a program reads it. JDK types only. */
@NullMarked
package dev.tidemill.client.table;

import org.jspecify.annotations.NullMarked;
