@NullMarked
package dev.tidemill.engine.onboarding;

import org.jspecify.annotations.NullMarked;
