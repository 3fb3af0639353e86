/** The cloud that the system tests share. */
@NullMarked
package dev.tidemill.localcloud;

import org.jspecify.annotations.NullMarked;
