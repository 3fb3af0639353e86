/** Objects in named stores. */
@NullMarked
package dev.tidemill.core.storage;

import org.jspecify.annotations.NullMarked;
