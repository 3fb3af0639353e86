@NullMarked
package dev.tidemill.tribuo;

import org.jspecify.annotations.NullMarked;
