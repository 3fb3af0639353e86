/** One test for each of the 28 workflow steps of Kreuzberger, Kühl and Hirschl (arXiv 2205.02302), on the running system. */
@NullMarked
package dev.tidemill.conformance;

import org.jspecify.annotations.NullMarked;
