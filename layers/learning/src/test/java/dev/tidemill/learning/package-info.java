@NullMarked
package dev.tidemill.learning;

import org.jspecify.annotations.NullMarked;
