/** What a training leaves becomes a model version, and a version becomes the one in use. */
@NullMarked
package dev.tidemill.registration;

import org.jspecify.annotations.NullMarked;
