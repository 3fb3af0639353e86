/** Packs the kernel as a Python wheel, the way Jupyter kernels are shipped. */
@NullMarked
package dev.tidemill.wheel;

import org.jspecify.annotations.NullMarked;
