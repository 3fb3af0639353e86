@NullMarked
package dev.tidemill.engine;

import org.jspecify.annotations.NullMarked;
