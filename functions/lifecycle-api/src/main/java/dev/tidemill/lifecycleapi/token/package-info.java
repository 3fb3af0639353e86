/** Bearer tokens: issued, and checked when they are shown. */
@NullMarked
package dev.tidemill.lifecycleapi.token;

import org.jspecify.annotations.NullMarked;
