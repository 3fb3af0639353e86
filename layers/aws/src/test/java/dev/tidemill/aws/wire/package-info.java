/** Adapters against recorded answers of the services that have no engine for tests. */
@NullMarked
package dev.tidemill.aws.wire;

import org.jspecify.annotations.NullMarked;
