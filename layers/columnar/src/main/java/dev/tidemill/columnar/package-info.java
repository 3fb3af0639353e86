/** Tables on one machine: reading, checking, profiling, joining and committing them, by DuckDB, Arrow and Iceberg. */
@NullMarked
package dev.tidemill.columnar;

import org.jspecify.annotations.NullMarked;
