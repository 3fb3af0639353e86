/** The steps that score a file in chunks. */
@NullMarked
package dev.tidemill.inference.scoring;

import org.jspecify.annotations.NullMarked;
