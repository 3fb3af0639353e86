/** Jars that lie beside the kernel's own: the local engine, apart from cells, and libraries that cells are offered. */
@NullMarked
package dev.tidemill.kernel.library;

import org.jspecify.annotations.NullMarked;
