/** Tests of the arrows between modules and of what is packaged. */
@NullMarked
package dev.tidemill.architecture;

import org.jspecify.annotations.NullMarked;
