/** Pushing, checking and loading projects. */
@NullMarked
package dev.tidemill.lifecycleapi.project;

import org.jspecify.annotations.NullMarked;
