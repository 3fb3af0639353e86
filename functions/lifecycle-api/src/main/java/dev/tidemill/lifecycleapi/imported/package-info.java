/** Versions of models that were made elsewhere. */
@NullMarked
package dev.tidemill.lifecycleapi.imported;

import org.jspecify.annotations.NullMarked;
